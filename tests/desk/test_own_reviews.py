"""What a critic's forms offer and take. Which addresses open to whom is the permission matrix's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.test import Client, RequestFactory

from accounts.roles import Role
from desk.own_reviews import OwnReviewsOnly
from reviews.models import Review, Section
from tests.desk_forms import empty_parts, items, opened
from tests.factories import CriticFactory, FilmFactory, ReviewFactory, SectionFactory
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

ADD_REVIEW = "/admin/reviews/review/add/"


@pytest.fixture
def user() -> User:
    user = account(Role.CRITIC)
    CriticFactory(user=user)
    return user


@pytest.fixture
def critic(user: User) -> Client:
    return signed_in(user)


def review_form(critic: Any, **fields: Any) -> dict[str, Any]:
    return (
        empty_parts()
        | {
            "version": 1,
            "film": FilmFactory().pk,
            "critic": critic.pk,
            "headline": "A train worth taking",
            "slug": "a-train",
            "language": "en",
            "stage": Review.Stage.DRAFT,
        }
        | fields
    )


def errors(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    form: BaseModelForm = response.context["adminform"].form
    return dict(form.errors)


class TestReview:
    def test_is_signed_by_its_critic(self, critic: Client, user: User) -> None:
        assert critic.post(ADD_REVIEW, review_form(user.critic)).status_code == 302
        assert Review.objects.get().critic == user.critic

    def test_is_signed_by_nobody_else(self, critic: Client) -> None:
        assert set(errors(critic.post(ADD_REVIEW, review_form(CriticFactory())))) == {"critic"}
        assert Review.objects.count() == 0

    def test_is_handed_to_no_other(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        form = review_form(CriticFactory(), film=review.film_id)
        assert set(errors(critic.post(f"/admin/reviews/review/{review.pk}/change/", form))) == {
            "critic"
        }

    def test_is_handed_to_another_by_an_editor(self, user: User) -> None:
        review, other = ReviewFactory(critic=user.critic), CriticFactory()
        form = review_form(other, film=review.film_id)
        editor = signed_in(account(Role.EDITOR))
        editor.post(f"/admin/reviews/review/{review.pk}/change/", form)
        review.refresh_from_db()
        assert review.critic == other

    def test_once_submitted_takes_no_more(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        address = f"/admin/reviews/review/{review.pk}/change/"
        submitted = review_form(user.critic, film=review.film_id, stage=Review.Stage.SUBMITTED)
        assert critic.post(address, submitted).status_code == 302
        later = submitted | {"headline": "Later"}
        assert critic.post(address, later).status_code == 403
        review.refresh_from_db()
        assert (review.headline, review.stage) == ("A train worth taking", "submitted")

    @pytest.mark.parametrize(
        ("role", "taken"), [(Role.CRITIC, False), (Role.EDITOR, False), (Role.CHIEF, True)]
    )
    def test_is_put_under_embargo_by_a_chief_alone(self, role: Role, taken: bool) -> None:
        user = account(role)
        critic = CriticFactory(user=user)
        form = review_form(critic, embargo_until_0="2026-05-01", embargo_until_1="12:00:00")
        assert signed_in(user).post(ADD_REVIEW, form).status_code == 302
        assert (Review.objects.get().embargo_until is not None) is taken


class TestPart:
    @pytest.mark.parametrize("whose", ["another's", "submitted"])
    def test_goes_into_no_review_that_is_not_theirs_to_change(
        self, critic: Client, user: User, whose: str
    ) -> None:
        other = ReviewFactory()
        done = ReviewFactory(critic=user.critic, stage=Review.Stage.SUBMITTED)
        review = other if whose == "another's" else done
        form = review_form(user.critic) | items("opening", {"heading": "Mine"})
        refusal = critic.post(f"/admin/reviews/review/{review.pk}/change/", form)
        assert refusal.status_code == (302 if whose == "another's" else 403)
        assert Section.objects.count() == 0

    def test_goes_into_their_draft(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        form = opened(critic, review) | items("opening", {"heading": "Mine"})
        assert critic.post(f"/admin/reviews/review/{review.pk}/change/", form).status_code == 302
        assert [section.heading for section in review.sections.all()] == ["Mine"]


class SectionInline(OwnReviewsOnly, admin.StackedInline):
    model = Section


class TestInline:
    """The same lock on a part as it stands in the form of its review."""

    @pytest.fixture
    def inline(self) -> SectionInline:
        return SectionInline(Review, admin.site)

    @pytest.fixture
    def request_of(self) -> Callable[[User], HttpRequest]:
        def request_of(user: User) -> HttpRequest:
            request = RequestFactory().get("/")
            request.user = user
            return request

        return request_of

    def may(self, inline: SectionInline, request: HttpRequest, review: Any) -> list[bool]:
        return [
            inline.has_view_permission(request, review),
            inline.has_add_permission(request, review),
            inline.has_change_permission(request, review),
            inline.has_delete_permission(request, review),
        ]

    def test_asks_about_the_review(
        self, inline: SectionInline, request_of: Any, user: User
    ) -> None:
        request = request_of(user)
        draft = ReviewFactory(critic=user.critic)
        submitted = ReviewFactory(critic=user.critic, stage=Review.Stage.SUBMITTED)
        assert self.may(inline, request, draft) == [True, True, True, True]
        assert self.may(inline, request, submitted) == [True, False, False, False]
        assert self.may(inline, request, ReviewFactory()) == [False, False, False, False]
        assert self.may(inline, request, None) == [True, True, True, True]

    def test_holds_rows_of_their_own_reviews(
        self, inline: SectionInline, request_of: Any, user: User
    ) -> None:
        own = SectionFactory(review=ReviewFactory(critic=user.critic))
        SectionFactory()
        assert list(inline.get_queryset(request_of(user))) == [own]
