"""The pages of a review's history."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cast.models import Credit
from desk.handing_in import hand_in, send_back
from desk.history.names import names_in
from editions.history import stored_content
from editions.history_models import ReviewEvent
from editions.publishing import publish
from reviews.models import Review
from tests.desk_forms import address, errors_of, opened
from tests.factories import AdminFactory, CriticFactory, FullReviewFactory, ReviewFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def root(module_db: Path) -> User:
    return AdminFactory(first_name="Ann", last_name="Root")


@pytest.fixture(scope="module")
def full(module_db: Path) -> Review:
    """Not changed by any test."""
    return FullReviewFactory(headline="Before")


@pytest.fixture(scope="module")
def form(root: User, full: Review) -> dict[str, Any]:
    return opened(signed_in(root), full)


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)


def state_url(review: Review, ref: str) -> str:
    return reverse("admin:reviews_review_state", args=[review.pk, ref])


def lines(desk: Client, review: Review) -> list[tuple[str, str | None, str]]:
    """What, who and why of each line, newest first."""
    context = page_context(desk, address(review, "history"))
    return [(line["what"], line["who"], line["why"]) for line in context["lines"]]


def save(desk: Client, review: Review, form: dict[str, Any], **changes: str) -> None:
    version = {"version": Review.objects.get(pk=review.pk).version}
    assert errors_of(posted(desk, address(review), form | version | changes)) == {}


class TestHistory:
    def test_has_a_line_for_everything_that_is_done(
        self, desk: Client, root: User, full: Review, form: dict[str, Any]
    ) -> None:
        save(desk, full, form, headline="Second")
        hand_in(review=full, by=root, message="Ready.")
        save(desk, full, form, headline="Third")
        send_back(review=full, by=root, message="x" * 301)
        publish(review=full, note="Corrected.")
        publish(review=full, live_from=LATER)
        desk.post(address(full, "cancel"), {"version": 3, "why": "Not yet."})
        desk.post(address(full, "withdraw"), {"version": 3, "why": "Asked."})
        assert lines(desk, full) == [
            ("Withdrawn", "Ann Root", "Asked."),
            ("Scheduled edition cancelled", "Ann Root", "Not yet."),
            ("Scheduled", None, ""),
            ("Published", None, "Corrected."),
            ("Sent back to the critics", "Ann Root", "x" * 299 + "…"),
            ("Saved", "Ann Root", ""),
            ("Handed in to the editors", "Ann Root", "Ready."),
            ("Saved", "Ann Root", ""),
            ("Working copy before the next step", None, ""),
        ]

    def test_has_no_line_for_saving_an_unchanged_form(
        self, desk: Client, full: Review, form: dict[str, Any]
    ) -> None:
        save(desk, full, form, headline="Second")
        save(desk, full, form, headline="Second", _preview="1")
        assert [what for what, *_others in lines(desk, full)] == [
            "Saved",
            "Working copy before the next step",
        ]
        save(desk, full, form, headline="Second", planned_for="2099-05-01")
        assert len(lines(desk, full)) == 3

    def test_log_of_the_admin_names_no_item(
        self, desk: Client, full: Review, form: dict[str, Any]
    ) -> None:
        save(desk, full, form, **{"story-0-heading": "Everybody dies"})
        message = LogEntry.objects.get().get_change_message()
        assert "dies" not in message

    def test_links_an_edition_that_is_there(self, desk: Client, full: Review) -> None:
        publish(review=full)
        publish(review=full, live_from=LATER)
        publish(review=full)
        context = page_context(desk, address(full, "history"))
        assert [line["edition"] for line in context["lines"]] == ["edition-3", "", "edition-1"]
        assert (
            desk.get(address(full, "history"))
            .content.decode()
            .count(f'href="{state_url(full, "edition-1")}"')
            == 2
        )

    def test_queries_do_not_grow_with_the_lines(self, desk: Client, full: Review) -> None:
        publish(review=full)
        counts = []
        for _each in range(2):
            with CaptureQueriesContext(connection) as queries:
                page_context(desk, address(full, "history"))
            counts.append(len(queries))
            for _more in range(2):
                publish(review=full)
        assert counts[0] == counts[1]


class TestStates:
    def test_have_the_names_of_what_they_refer_to(self, full: Review) -> None:
        content = stored_content(full)
        assert set(names_in(content, content).values()) == {
            str(full.film),
            *(str(critic) for critic in full.signed_by()),
            *(str(each) for each in Credit.objects.filter(critiques__review=full)),
        }

    def test_page_of_an_edition_marks_curtains(self, desk: Client, full: Review) -> None:
        publish(review=full)
        page = desk.get(state_url(full, "edition-1")).content.decode()
        assert '<span class="behind">&gt;!the envoy is her sister!&lt;</span>' in page
        assert '<span class="behind">The ending is a duel.</span>' in page

    def test_comparison_marks_what_changed(
        self, desk: Client, full: Review, form: dict[str, Any]
    ) -> None:
        publish(review=full)
        save(desk, full, form, headline="After")
        query = {"a": "edition-1", "b": f"saved-{ReviewEvent.objects.latest('pk').pk}"}
        page = desk.get(address(full, "compare"), query)
        assert [passage.title for passage in page.context["changed"]] == ["Headline"]
        html = page.content.decode()
        assert ("<del>Before</del>" in html, "<ins>After</ins>" in html) == (True, True)

    @pytest.mark.parametrize("ref", ["edition-7", "saved-1000000", "other"])
    def test_an_unknown_one_is_not_found(self, desk: Client, full: Review, ref: str) -> None:
        assert desk.get(state_url(full, ref)).status_code == 404
        assert desk.get(address(full, "compare"), {"a": ref}).status_code == 404

    def test_a_state_of_another_review_is_not_found(self, desk: Client, full: Review) -> None:
        publish(review=full)
        event = ReviewEvent.objects.get()
        other = ReviewFactory()
        assert desk.get(state_url(other, f"saved-{event.pk}")).status_code == 404


class TestRestore:
    def test_is_one_step_and_offers_to_undo_it(
        self, desk: Client, full: Review, form: dict[str, Any]
    ) -> None:
        publish(review=full)
        save(desk, full, form, headline="After", **{"opening-0-body": "Gone."})
        response = desk.post(state_url(full, "edition-1"))
        assert response.url == address(full)
        assert Review.objects.get(pk=full.pk).headline == "Before"
        assert "envoy" in full.sections.get(placement="opening").body
        kept = ReviewEvent.objects.filter(kind="kept").latest("pk")
        assert (
            f'href="{state_url(full, f"saved-{kept.pk}")}"'
            in desk.get(address(full)).content.decode()
        )

        desk.post(state_url(full, f"saved-{kept.pk}"))
        assert Review.objects.get(pk=full.pk).headline == "After"
        assert full.sections.get(placement="opening").body == "Gone."

    def test_needs_the_right_to_change_the_review(self, full: Review) -> None:
        publish(review=full)
        user = account(Role.CRITIC)
        full.sign([CriticFactory(user=user).pk])
        Review.objects.filter(pk=full.pk).update(stage="submitted")
        critic = signed_in(user)
        page = critic.get(state_url(full, "edition-1"))
        assert (page.status_code, page.context["is_restorable"]) == (200, False)
        assert critic.post(state_url(full, "edition-1")).status_code == 403

    @pytest.mark.parametrize("page", ["history", "compare"])
    def test_reviews_of_others_are_not_shown(self, full: Review, page: str) -> None:
        publish(review=full)
        stranger = signed_in(account(Role.CRITIC))
        assert stranger.get(address(full, page)).url == "/admin/"
        assert stranger.get(state_url(full, "edition-1")).url == "/admin/"
        assert stranger.post(state_url(full, "edition-1")).url == "/admin/"
