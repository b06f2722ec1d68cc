"""What forms offer to a critic and accept. tests/test_permission_matrix.py covers the addresses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.html import strip_tags

from accounts.roles import Role
from desk.own_reviews import OwnReviewsOnly
from editions.publishing import publish
from reviews.models import Review, Section
from tests.desk_forms import address, empty_parts, items, opened
from tests.factories import (
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
)
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


def review_form(*critics: Any, **fields: Any) -> dict[str, Any]:
    return (
        empty_parts()
        | {
            "version": 1,
            "film": FilmFactory().pk,
            "byline": [critic.pk for critic in critics],
            "headline": "A train worth taking",
            "slug": "a-train",
            "language": "en",
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
        assert Review.objects.get().signed_by() == [user.critic]

    @pytest.mark.both_databases
    def test_two_critics_sign_in_the_order_that_was_sent(self, critic: Client, user: User) -> None:
        other = CriticFactory(user=account(Role.CRITIC))
        assert critic.post(ADD_REVIEW, review_form(other, user.critic)).status_code == 302
        review = Review.objects.get()
        assert review.signed_by() == [other, user.critic]

        co_author = signed_in(other.user)
        form = opened(co_author, review)
        assert form["byline"] == [other.pk, user.critic.pk]
        form |= {"byline": [user.critic.pk, other.pk], "headline": "Both"}
        assert co_author.post(address(review), form).status_code == 302
        review = Review.objects.get()
        assert (review.signed_by(), review.headline) == ([user.critic, other], "Both")
        [log] = LogEntry.objects.filter(user=other.user)
        assert log.get_change_message() == "Changed Critics and Headline."

    @pytest.mark.parametrize("stored", [False, True], ids=["new", "stored"])
    def test_a_critic_cannot_leave_out_their_own_byline(
        self, critic: Client, user: User, stored: bool
    ) -> None:
        review = ReviewFactory(critic=user.critic) if stored else None
        response = critic.post(
            address(review) if review else ADD_REVIEW, review_form(CriticFactory())
        )
        sentence = (
            f"Without “{user.critic}” you could not open this review again. Keep your own name, or "
            "ask an editor to remove it."
        )
        assert errors(response) == {"byline": [sentence]}
        assert [each.signed_by() for each in Review.objects.all()] == [[user.critic]] * stored

    def test_an_account_without_a_byline_cannot_add_a_review(self) -> None:
        response = signed_in(account(Role.CRITIC)).post(ADD_REVIEW, review_form(CriticFactory()))
        sentence = (
            "Your account is linked to no critic, so you could not open this review again. Ask a "
            "chief to link it."
        )
        assert errors(response) == {"byline": [sentence]}

    @pytest.mark.both_databases
    def test_only_an_editor_removes_another_critic(self, critic: Client, user: User) -> None:
        others = [CriticFactory(display_name=name) for name in ("Ada", "Bo")]
        new = CriticFactory()
        review = ReviewFactory(critics=[others[0], user.critic, others[1]])
        form = review_form(film=review.film_id)
        for kept, names in (
            ([user.critic, others[1]], "“Ada”"),
            ([user.critic, new], "“Ada” and “Bo”"),
            ([new], "“Ada” and “Bo”"),
        ):
            response = critic.post(address(review), form | {"byline": [each.pk for each in kept]})
            sentence = f"Only an editor may remove {names} from the byline."
            assert errors(response) == {"byline": [sentence]}
        assert Review.objects.get().signed_by() == [others[0], user.critic, others[1]]

        kept = [others[1], new, others[0], user.critic]
        data = form | {"byline": [each.pk for each in kept]}
        assert critic.post(address(review), data).status_code == 302
        assert Review.objects.get().signed_by() == kept

        editor = signed_in(account(Role.EDITOR))
        data = form | {"byline": [user.critic.pk], "version": 2}
        assert editor.post(address(review), data).status_code == 302
        assert Review.objects.get().signed_by() == [user.critic]

    def test_a_critic_stops_signing_where_another_one_stays(
        self, critic: Client, user: User
    ) -> None:
        other = CriticFactory()
        review = ReviewFactory(critics=[user.critic, other])
        form = review_form(other, film=review.film_id) | {"_continue": ""}
        response = critic.post(address(review), form, follow=True)
        assert response.redirect_chain == [("/admin/reviews/review/", 302)]
        assert [str(message) for message in response.context["messages"]] == [
            "Saved. You no longer sign this review, so you cannot open it."
        ]
        assert Review.objects.get().signed_by() == [other]
        assert critic.get(address(review)).status_code == 302

    @pytest.mark.parametrize("keys", [["abc"], ["9" * 30], ["987654321"]], ids=str)
    def test_unknown_critics_are_refused(self, keys: list[str]) -> None:
        response = signed_in(account(Role.EDITOR)).post(ADD_REVIEW, review_form(byline=keys))
        assert set(errors(response)) == {"byline"}

    def test_critics_keep_their_order_when_the_form_is_refused(self) -> None:
        critics = [CriticFactory(display_name=name) for name in ("Zoe", "Ada", "Max")]
        form = review_form(*critics, language="?")
        response = signed_in(account(Role.EDITOR)).post(ADD_REVIEW, form)
        assert set(errors(response)) == {"language"}
        shown = str(response.context["adminform"].form["byline"])
        assert re.findall(r">(\w+)</option>", shown) == ["Zoe", "Ada", "Max"]

    def test_a_key_with_zeros_before_it_is_no_choice(self, critic: Client, user: User) -> None:
        key = f"0{user.critic.pk}"
        assert critic.get(ADD_REVIEW, {"byline": key}).status_code == 200
        form = review_form(user.critic) | {"byline": [key]}
        assert set(errors(critic.post(ADD_REVIEW, form))) == {"byline"}

    def test_an_editor_can_change_the_byline(self, user: User) -> None:
        review, other = ReviewFactory(critic=user.critic), CriticFactory()
        form = review_form(other, film=review.film_id)
        editor = signed_in(account(Role.EDITOR))
        editor.post(address(review), form)
        assert Review.objects.get().signed_by() == [other]

    @pytest.mark.both_databases
    def test_lists_are_filtered_and_searched_by_each_critic(
        self, critic: Client, user: User
    ) -> None:
        first, second = (CriticFactory(display_name=name) for name in ("Ada", "Zoe"))
        both = ReviewFactory(critics=[second, first])
        one = ReviewFactory(critic=first)
        editor = signed_in(account(Role.EDITOR))
        for query, expected in (
            (f"critics__id__exact={second.pk}", [both]),
            ("q=ada", [one, both]),
            ("o=3", [one, both]),
            ("o=-3", [both, one]),
        ):
            response = editor.get(f"/admin/reviews/review/?{query}")
            assert list(response.context["cl"].result_list) == expected, query
        assert '<td class="field-byline">Zoe and Ada</td>' in response.text

    def test_a_critic_cannot_change_a_submitted_review(self, critic: Client, user: User) -> None:
        review = ReviewFactory(critic=user.critic)
        address = f"/admin/reviews/review/{review.pk}/change/"
        saved = review_form(user.critic, film=review.film_id, _hand_in="Hand in")
        asked = critic.post(address, saved)
        assert asked.url == f"/admin/reviews/review/{review.pk}/hand_in/"
        assert critic.post(asked.url, {"version": 2}).url == address
        later = saved | {"headline": "Later"}
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


@pytest.mark.both_databases
class TestDeletingACritic:
    def test_links_to_the_reviews_that_the_account_may_see(self, user: User) -> None:
        other = CriticFactory()
        ReviewFactory(critics=[other, user.critic], headline="Draft")
        published = FullReviewFactory(critic=other, headline="Published")
        publish(review=published)
        published.sign([user.critic.pk])
        ReviewFactory(headline="By others")
        archivist = account()
        archivist.user_permissions.set(
            Permission.objects.filter(codename__in=["view_critic", "delete_critic"])
        )
        for somebody, expected in (
            (account(Role.CHIEF), ["Edition: Published, edition 1", "Review: Draft"]),
            (archivist, ["2 texts or pages that your account may not see"]),
        ):
            page = signed_in(somebody).get(f"/admin/reviews/critic/{other.pk}/delete/")
            assert list(map(strip_tags, page.context["protected"])) == expected


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

    @pytest.mark.both_databases
    def test_lists_parts_of_own_reviews_only(
        self, inline: SectionInline, request_of: Any, user: User
    ) -> None:
        own = SectionFactory(review=ReviewFactory(critic=user.critic))
        SectionFactory()
        assert list(inline.get_queryset(request_of(user))) == [own]
