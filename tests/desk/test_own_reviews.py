"""What forms offer to a critic and accept. tests/test_permission_matrix.py covers the addresses."""

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

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

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
    def test_a_critic_adds_a_review_under_their_byline(self, critic: Client, user: User) -> None:
        assert critic.post(ADD_REVIEW, review_form(user.critic)).status_code == 302
        assert Review.objects.get().critic == user.critic

    def test_a_critic_cannot_use_another_byline(self, critic: Client) -> None:
        assert set(errors(critic.post(ADD_REVIEW, review_form(CriticFactory())))) == {"critic"}
        assert Review.objects.count() == 0

    def test_a_critic_cannot_change_the_byline_to_another(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        form = review_form(CriticFactory(), film=review.film_id)
        assert set(errors(critic.post(f"/admin/reviews/review/{review.pk}/change/", form))) == {
            "critic"
        }

    def test_an_editor_can_change_the_byline(self, user: User) -> None:
        review, other = ReviewFactory(critic=user.critic), CriticFactory()
        form = review_form(other, film=review.film_id)
        editor = signed_in(account(Role.EDITOR))
        editor.post(f"/admin/reviews/review/{review.pk}/change/", form)
        review.refresh_from_db()
        assert review.critic == other

    def test_a_critic_cannot_change_a_submitted_review(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        address = f"/admin/reviews/review/{review.pk}/change/"
        submitted = review_form(user.critic, film=review.film_id, stage=Review.Stage.SUBMITTED)
        assert critic.post(address, submitted).status_code == 302
        later = submitted | {"headline": "Later"}
        assert critic.post(address, later).status_code == 403
        review.refresh_from_db()
        assert (review.headline, review.stage) == ("A train worth taking", "submitted")

    @pytest.mark.parametrize(
        ("role", "is_set"), [(Role.CRITIC, False), (Role.EDITOR, False), (Role.CHIEF, True)]
    )
    def test_only_a_chief_sets_an_embargo(self, role: Role, is_set: bool) -> None:
        user = account(role)
        critic = CriticFactory(user=user)
        form = review_form(critic, embargo_until_0="2026-05-01", embargo_until_1="12:00:00")
        assert signed_in(user).post(ADD_REVIEW, form).status_code == 302
        assert (Review.objects.get().embargo_until is not None) is is_set


class TestPart:
    @pytest.mark.parametrize("state", ["another's", "submitted"])
    def test_cannot_be_added_to_a_review_that_the_critic_may_not_change(
        self, critic: Client, user: User, state: str
    ) -> None:
        other = ReviewFactory()
        done = ReviewFactory(critic=user.critic, stage=Review.Stage.SUBMITTED)
        review = other if state == "another's" else done
        form = review_form(user.critic) | items("opening", {"heading": "Mine"})
        refusal = critic.post(f"/admin/reviews/review/{review.pk}/change/", form)
        assert refusal.status_code == (302 if state == "another's" else 403)
        assert Section.objects.count() == 0

    def test_can_be_added_to_a_draft_of_the_critic(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        form = opened(critic, review) | items("opening", {"heading": "Mine"})
        assert critic.post(f"/admin/reviews/review/{review.pk}/change/", form).status_code == 302
        assert [section.heading for section in review.sections.all()] == ["Mine"]


class SectionInline(OwnReviewsOnly, admin.StackedInline):
    model = Section


class TestInline:
    """`OwnReviewsOnly` on an inline."""

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

    def test_permissions_are_those_of_the_review(
        self, inline: SectionInline, request_of: Any, user: User
    ) -> None:
        request = request_of(user)
        draft = ReviewFactory(critic=user.critic)
        submitted = ReviewFactory(critic=user.critic, stage=Review.Stage.SUBMITTED)
        assert self.may(inline, request, draft) == [True, True, True, True]
        assert self.may(inline, request, submitted) == [True, False, False, False]
        assert self.may(inline, request, ReviewFactory()) == [False, False, False, False]
        assert self.may(inline, request, None) == [True, True, True, True]

    def test_lists_parts_of_own_reviews_only(
        self, inline: SectionInline, request_of: Any, user: User
    ) -> None:
        own = SectionFactory(review=ReviewFactory(critic=user.critic))
        SectionFactory()
        assert list(inline.get_queryset(request_of(user))) == [own]
