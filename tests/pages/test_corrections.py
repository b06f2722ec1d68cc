"""The list of corrections."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from editions.publishing import publish, withdraw
from pages.reviews.corrections import recent_corrections
from tests.factories import FullReviewFactory

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def listed():
    return [(correction.published, correction.note) for correction in recent_corrections()]


class TestCorrections:
    def test_notes_of_later_editions_are_listed_newest_first(self, clock):
        review = FullReviewFactory()
        for hours, note in enumerate(["First night.", "The runtime.", "", "A name."]):
            clock.move_to(NOON + hours * HOUR)
            publish(review=review, note=note)
        assert listed() == [(NOON + 3 * HOUR, "A name."), (NOON + HOUR, "The runtime.")]

    def test_a_correction_links_to_the_review_with_its_present_headline(self, clock):
        review = FullReviewFactory(slug="the-review", film__title="The Train", headline="Before")
        publish(review=review)
        clock.move_to(NOON + HOUR)
        publish(review=review, note="The runtime.")
        review.headline = "After"
        review.save()
        clock.move_to(NOON + 2 * HOUR)
        publish(review=review)
        (correction,) = recent_corrections()
        assert (correction.headline, correction.film, correction.url) == (
            "After",
            "The Train",
            "/reviews/the-review/",
        )

    def test_the_note_of_a_scheduled_edition_is_not_listed_before_it_is_live(self, clock):
        review = FullReviewFactory()
        publish(review=review)
        publish(review=review, note="To come.", live_from=NOON + HOUR)
        assert listed() == []
        clock.move_to(NOON + HOUR)
        assert listed() == [(NOON + HOUR, "To come.")]

    def test_corrections_of_a_withdrawn_review_are_not_listed(self, clock):
        review = FullReviewFactory()
        publish(review=review)
        clock.move_to(NOON + HOUR)
        publish(review=review, note="The runtime.")
        assert listed() == [(NOON + HOUR, "The runtime.")]
        clock.move_to(NOON + 2 * HOUR)
        withdraw(review=review)
        assert listed() == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_one_query_for_any_number_of_corrections(self, clock, count, django_assert_num_queries):
        reviews = FullReviewFactory.create_batch(count)
        for review in reviews:
            publish(review=review)
        clock.move_to(NOON + HOUR)
        for review in reviews:
            publish(review=review, note="The runtime.")
        with django_assert_num_queries(1):
            assert len(recent_corrections()) == count
        assert len(recent_corrections(limit=1)) == 1
