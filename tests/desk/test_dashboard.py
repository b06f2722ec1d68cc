"""The front page of the admin."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from desk import dashboard
from desk.comments.commenting import comment, resolve
from editions.history import Kind, record, record_working_copy
from editions.history_models import ReviewEvent
from editions.leaks.reviews import confirm, leaks_of
from editions.manuscript import read_manuscript
from editions.publishing import publish
from films.models import Project
from reviews.models import Review
from tests.factories import (
    CriticFactory,
    FilmFactory,
    ImageFactory,
    ProjectFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]

LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)


def panels(client: Client) -> dict[str, list[str]]:
    """The titles of the rows of each panel."""
    found: Any = page_context(client, "/admin/")["panels"]
    return {panel.key: [row.title for row in panel.rows] for panel in found}


def published(headline: str, **fields: Any) -> Review:
    review: Review = VerdictFactory(review__headline=headline, **fields).review
    publish(review=review)
    return review


@pytest.fixture
def critic() -> User:
    user = account(Role.CRITIC)
    CriticFactory(user=user)
    return user


def chief() -> Client:
    return signed_in(account(Role.CHIEF))


def plant(critic: User) -> None:
    own = {"critic": critic.critic}
    ReviewFactory(headline="my draft", **own)
    ReviewFactory(headline="draft of another")
    for headline, fields in (("mine, submitted", own), ("submitted", {})):
        review = ReviewFactory(headline=headline, stage=Review.Stage.SUBMITTED, **fields)
        record(review, Kind.SUBMITTED)
    sent_back = ReviewFactory(headline="sent back", **own)
    record(sent_back, Kind.RETURNED)
    done_since = VerdictFactory(review__headline="done since", review__critic=critic.critic).review
    record(done_since, Kind.RETURNED)
    publish(review=done_since)
    done = VerdictFactory(review__headline="done", review__stage=Review.Stage.SUBMITTED).review
    record(done, Kind.SUBMITTED)
    publish(review=done)
    changed = published("changed", review__critic=critic.critic)
    Review.objects.filter(pk=changed.pk).update(standfirst="New.")
    record_working_copy(changed, Kind.SAVED)
    scheduled = VerdictFactory(review__headline="scheduled").review
    publish(review=scheduled, live_from=LATER)
    ReviewFactory(headline="embargoed", embargo_until=LATER)
    published("newest")
    today = timezone.localdate()
    for title, days, status in (
        ("old", 200, Project.Status.FILMING),
        ("older", 300, Project.Status.RUMORED),
        ("new", 20, Project.Status.FILMING),
        ("over", 200, Project.Status.CANCELED),
    ):
        ProjectFactory(working_title=title, status=status, as_of=today - timedelta(days=days))


class TestPanels:
    def test_of_an_editor(self, critic: User) -> None:
        plant(critic)
        editor = signed_in(account(Role.EDITOR))
        assert panels(editor) == {
            "submitted": ["mine, submitted", "submitted"],
            "scheduled": ["scheduled"],
            "embargoes": ["embargoed"],
            "changed": ["changed"],
            "published": ["newest", "changed", "done", "done since"],
            "projects": ["older", "old"],
        }
        with CaptureQueriesContext(connection) as queries:
            editor.get("/admin/")
        ReviewFactory.create_batch(3, stage=Review.Stage.SUBMITTED)
        for review in Review.objects.filter(stage=Review.Stage.SUBMITTED):
            record(review, Kind.SUBMITTED)
        published("another")
        with CaptureQueriesContext(connection) as more:
            page = editor.get("/admin/").content.decode()
        assert len(more) == len(queries)
        assert 'href="/admin/reviews/review/add/"' in page
        assert 'href="/admin/reviews/review/?status=changed"' in page

    def test_name_the_longest_waiting_first_and_say_how_many_more_there_are(self) -> None:
        """However often others are handed in meanwhile. Of those without a history it is known when
        they came to the site."""
        names = [f"Waiting {number}" for number in range(10)]
        reviews = [
            ReviewFactory(headline=name, stage=Review.Stage.SUBMITTED) for name in ["old", *names]
        ]
        Review.objects.filter(headline="old").update(created=LATER - timedelta(days=1))
        for number, review in enumerate(reviews[1:]):
            at = LATER + timedelta(days=number)
            ReviewEvent.objects.create(review=review, kind=Kind.SUBMITTED, at=at)
        again = {"review": reviews[-1], "kind": Kind.SUBMITTED, "at": LATER + timedelta(days=20)}
        ReviewEvent.objects.bulk_create(ReviewEvent(**again) for _number in range(400))
        found = {panel.key: panel for panel in page_context(chief(), "/admin/")["panels"]}
        waiting = found["submitted"]
        assert [row.title for row in waiting.rows] == ["old", *names[:7]]
        assert [row.detail.partition(" · ")[2] for row in waiting.rows[:2]] == [
            "",
            "since Friday, 1 May 2099, 12:00 UTC",
        ]
        assert waiting.left_out == 3
        assert "3 more: show all" in chief().get("/admin/").text

    def test_link_to_exactly_their_rows(
        self, critic: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dashboard, "ROWS", 1)
        editor = account(Role.EDITOR)
        for number in range(2):
            plant(critic)
            pending = VerdictFactory(review__headline="pending", review__embargo_until=LATER).review
            publish(review=pending, live_from=LATER)
            comment(review=ReviewFactory(critic=critic.critic), by=editor, text="a")
            image = ImageFactory(name=f"{number}.png", decorative=True)
            published("with a picture", review__lead_image=image)
            FilmFactory(is_confirmed=False)
            # The reviews of the next round have the same headlines.
            Review.objects.update(slug=Concat(Value(f"{number}-"), "slug"))
        found = {}
        for client in (signed_in(critic), chief()):
            for panel in page_context(client, "/admin/")["panels"]:
                url = urlsplit(panel.all_url)
                changes = page_context(client, url.path, **dict(parse_qsl(url.query)))["cl"]
                if panel.key not in ("published", "changed"):
                    count = len(panel.rows) + panel.left_out
                    assert changes.result_count == count, panel.key
                    found[panel.key] = (len(panel.rows), panel.left_out)
        assert found == {
            "sent_back": (1, 1),
            "drafts": (1, 3),
            "comments": (1, 1),
            "submitted": (1, 3),
            "scheduled": (1, 3),
            "embargoes": (1, 3),
            "films": (1, 1),
            "projects": (1, 3),
            "pictures": (1, 1),
        }

    def test_changes_are_found_behind_many_unchanged_reviews(
        self, critic: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dashboard, "SAVED_LAST", 2)
        plant(critic)
        for number in range(3):
            published(f"unchanged {number}")
        assert panels(chief())["changed"] == ["changed"]
        monkeypatch.setattr(dashboard, "MOST_SAVED_LAST", 3)
        assert "changed" not in panels(chief())

    def test_of_a_critic_name_no_review_of_others(self, critic: User) -> None:
        plant(critic)
        assert panels(signed_in(critic)) == {
            "sent_back": ["sent back"],
            "drafts": ["my draft"],
            "submitted": ["mine, submitted"],
            "changed": ["changed"],
            "published": ["changed", "done since"],
        }

    def test_leaks_wait_until_each_is_confirmed(self, critic: User) -> None:
        """Also those that were confirmed after the edition was published."""
        hidden = SectionFactory(
            review__headline="leaks",
            review__standfirst="The gardener poisons the duke with an orchid.",
            placement="full_story",
            body="The gardener murders the duke with a poisoned orchid.",
        )
        review = VerdictFactory(review=hidden.review).review
        publish(review=review)
        published("without leaks")
        editor, by = signed_in(account(Role.EDITOR)), account(Role.EDITOR)
        assert panels(editor)["leaks"] == ["leaks"]
        assert "leaks" not in panels(signed_in(critic))
        listed = page_context(editor, "/admin/reviews/review/", status="leaking")["cl"].queryset
        assert [row.headline for row in listed] == ["leaks"]
        for leak in leaks_of(read_manuscript(review), film=review.film_id, pk=review.pk):
            confirm(review=review.pk, leak=leak, reason="The trailer says so.", by=by)
        assert "leaks" not in panels(editor)

    def test_without_a_role_there_are_none(self, critic: User) -> None:
        plant(critic)
        context = page_context(signed_in(account()), "/admin/")
        assert (context["panels"], context["new_review_url"]) == ([], "")


class TestComments:
    def test_wait_for_those_who_take_part_until_they_answer(self, critic: User) -> None:
        """On each review once, with a link to its comments."""
        editor, other = account(Role.EDITOR), account(Role.EDITOR)
        review = ReviewFactory(headline="mine", critic=critic.critic)
        first, second = (comment(review=review, by=editor, text=text) for text in ("a", "b"))
        comment(review=ReviewFactory(headline="of another"), by=editor, text="c")

        def waiting() -> list[list[str]]:
            accounts = (critic, editor, other)
            return [panels(signed_in(each)).get("comments", []) for each in accounts]

        assert waiting() == [["mine"], [], []]
        (panel,) = (
            panel
            for panel in page_context(signed_in(critic), "/admin/")["panels"]
            if panel.key == "comments"
        )
        assert panel.rows[0].url == f"/admin/reviews/review/{review.pk}/comments/"
        for said in (first, second):
            comment(review=review, by=critic, text="Done.", thread=said)
        assert waiting() == [[], ["mine"], []]
        for said in (first, second):
            resolve(said, by=editor)
        assert waiting() == [[], [], []]
