"""The history of a review: what is recorded, and what a restore puts back."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.content import NoteContent
from editions.history import Kind, content_of_snapshot, record, stored_content
from editions.history_models import ReviewEvent, Snapshot
from editions.publishing import cancel, publish, set_embargo, withdraw
from editions.restoring import restore
from editions.serialisation import Unreadable
from editions.unpublished_changes import differing
from reviews.models import Review
from tests.factories import (
    ContentNoteFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def ann(module_db: Path) -> User:
    return UserFactory(username="ann")


@pytest.fixture(scope="module")
def review_pk(module_db: Path) -> int:
    return FullReviewFactory(headline="The ballet of bullets").pk


@pytest.fixture
def review(review_pk: int) -> Review:
    return Review.objects.get(pk=review_pk)


class TestEvents:
    def test_of_publishing_say_who_when_and_why(self, review: Review, ann: User) -> None:
        publish(review=review, by=ann, note="First.")
        publish(review=review, by=ann, live_from=LATER, note="Corrected.")
        cancel(review=review, by=ann, why="Not yet.")
        withdraw(review=review, by=ann, why="The studio asked.")
        set_embargo(review=review, until=LATER, by=ann)
        set_embargo(review=review, until=None, by=ann)
        events = ReviewEvent.objects.filter(review=review, by=ann).order_by("pk")
        first = events[0].moment
        assert list(events.values_list("kind", "why", "edition_number", "moment")) == [
            ("published", "First.", 1, first),
            ("scheduled", "Corrected.", 2, LATER),
            ("cancelled", "Not yet.", 2, None),
            ("withdrawn", "The studio asked.", 1, None),
            ("embargoed", "", None, LATER),
            ("embargo_lifted", "", None, None),
        ]

    def test_stay_when_the_account_is_removed(self, review: Review) -> None:
        user = UserFactory()
        record(review, Kind.SAVED, by=user)
        user.delete()
        assert ReviewEvent.objects.get().by is None


class TestSnapshots:
    def test_equal_working_copies_share_one(self, review: Review) -> None:
        for _each in range(2):
            record(review, Kind.SAVED, content=stored_content(review))
        with CaptureQueriesContext(connection) as queries:
            publish(review=review)
        written = [sql["sql"] for sql in queries if "INSERT" in sql["sql"]]
        assert (Snapshot.objects.count(), ReviewEvent.objects.count()) == (1, 3)
        assert not any("snapshot" in sql.partition("(")[0] for sql in written)

    def test_hold_the_content(self, review: Review) -> None:
        content = stored_content(review)
        event = record(review, Kind.SAVED, content=content)
        assert content_of_snapshot(Snapshot.objects.get(pk=event.snapshot_id)) == content

    @pytest.mark.parametrize("stored", [b"", b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
    def test_damaged_ones_are_unreadable(self, stored: bytes) -> None:
        with pytest.raises(Unreadable):
            content_of_snapshot(Snapshot(content=stored, content_schema=2))


class TestRestore:
    def test_of_an_edition_from_before_ten_changes_brings_every_item_back(
        self, review: Review, ann: User
    ) -> None:
        edition = publish(review=review)
        before = stored_content(review)
        for number in range(10):
            SectionFactory(review=review, position=number, heading=f"New {number}")
            review.critiques.filter(position=number).delete()
            review.sections.filter(heading="How it ends").update(curtain_label="", body="x")
            Review.objects.filter(pk=review.pk).update(
                headline=f"Changed {number}", slug="moved", film=FilmFactory(), lead_image=None
            )
        review.sign([CriticFactory().pk])
        assert differing([edition]) == {edition.pk}

        ten_later = stored_content(Review.objects.get(pk=review.pk))
        restored = restore(review=review, content=before, by=ann, why="Edition 1")
        assert restored.missing == []
        assert differing([edition]) == set()
        saved = Review.objects.get(pk=review.pk)
        assert (saved.slug, saved.version) == ("moved", 2)

        # And it can be undone.
        kept = content_of_snapshot(restored.before.snapshot)
        assert kept == ten_later
        restore(review=review, content=kept, by=ann, why="Undo")
        assert stored_content(review) == ten_later
        kinds = ReviewEvent.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["published", "kept", "restored", "kept", "restored"]

    def test_brings_a_half_written_draft_back(self, ann: User) -> None:
        review = ReviewFactory(film=None, headline="", slug="untitled")
        ContentNoteFactory(review=review, label=None, detail="The dog dies.")
        before = stored_content(review)
        Review.objects.update(film=FilmFactory(), headline="Later")
        review.content_notes.all().delete()
        assert restore(review=review, content=before, by=ann, why="").missing == []
        assert stored_content(review) == before

    def test_finds_the_rows_into_which_others_were_merged(self, review: Review, ann: User) -> None:
        content = stored_content(review)
        first, *others = content.cast.items
        merged = replace(first, credits=(replace(first.credits[0], id=10**6),))
        kept = replace(
            content,
            film=replace(content.film, id=10**6),
            critics=(replace(content.critics[0], id=10**6),),
            cast=replace(content.cast, items=(merged, *others)),
        )
        assert restore(review=review, content=kept, by=ann, why="").missing == []
        assert stored_content(review) == content

    def test_says_what_is_no_longer_there(self, review: Review, ann: User) -> None:
        stranger = CreditFactory()
        content = stored_content(review)
        gone = replace(
            content.cast.items[0],
            credits=(replace(content.cast.items[0].credits[0], person="eve", id=stranger.pk),),
        )
        note = NoteContent("Strobes", "At the start.", 10**6)
        note_critic = replace(content.critics[0], slug="nobody", id=10**6)
        restored = restore(
            review=review,
            content=replace(
                content,
                critics=(*content.critics, note_critic),
                notes=replace(content.notes, items=(note,)),
                cast=replace(content.cast, items=(gone, *content.cast.items[1:])),
            ),
            by=ann,
            why="",
        )
        assert restored.missing == [
            "the critic nobody",
            "the label Strobes of a content note",
            "the credit of eve",
        ]
        assert review.content_notes.get().detail == "At the start."
        assert [critic.pk for critic in review.signed_by()] == [content.critics[0].id]
