"""Editions in time: what the verbs do, and what no sequence of them can bring about."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.models import Edition, EditionSequence, Generation
from editions.publishing import PublishingRefused, cancel, publish, set_embargo, withdraw
from tests.factories import (
    CastCritiqueFactory,
    FullReviewFactory,
    SectionFactory,
    UserFactory,
    VerdictPointFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def review(clock):
    return FullReviewFactory()


def spans(review):
    """Number, beginning and end of the editions, in hours from noon."""
    return [
        (
            edition.number,
            (edition.live_from - NOON) / HOUR,
            edition.live_until and (edition.live_until - NOON) / HOUR,
        )
        for edition in review.editions.order_by("number")
    ]


class TestPublish:
    def test_now_is_live_at_once_and_open(self, review):
        edition = publish(review=review, by=UserFactory(), note="First")

        assert list(Edition.objects.live()) == [edition]
        assert spans(review) == [(1, 0, None)]
        assert edition.note == "First"
        assert edition.first_live_from == NOON

    def test_a_second_edition_ends_the_first_where_it_begins(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        second = publish(review=review)

        assert spans(review) == [(1, 0, 1), (2, 1, None)]
        assert second.first_live_from == NOON

    def test_later_takes_over_at_its_minute_without_a_worker(self, review, clock):
        first = publish(review=review)
        second = publish(review=review, live_from=NOON + 2 * HOUR)

        assert Edition.objects.live().get() == first
        clock.move_to(NOON + 2 * HOUR - timedelta(microseconds=1))
        assert Edition.objects.live().get() == first
        clock.move_to(NOON + 2 * HOUR)
        assert Edition.objects.live().get() == second

    def test_deletes_the_pending_edition_and_spends_its_number(self, review):
        publish(review=review)
        publish(review=review, live_from=NOON + 2 * HOUR)
        publish(review=review, live_from=NOON + 3 * HOUR)
        assert spans(review) == [(1, 0, 3), (3, 3, None)]

        publish(review=review)
        assert [number for number, *_times in spans(review)] == [1, 4]
        assert EditionSequence.objects.get(review=review).last == 4

    def test_twice_within_one_tick_of_the_clock_gives_each_its_instant(self, review):
        first = publish(review=review)
        second = publish(review=review)

        first.refresh_from_db()
        assert first.live_until == second.live_from == NOON + timedelta(microseconds=1)

    def test_a_review_that_was_never_public_may_be_backdated(self, review):
        publish(review=review, live_from=NOON - 48 * HOUR)
        assert spans(review) == [(1, -48, None)]

    def test_one_that_readers_know_may_not(self, review):
        publish(review=review)
        with pytest.raises(PublishingRefused, match="has passed"):
            publish(review=review, live_from=NOON - HOUR)
        assert spans(review) == [(1, 0, None)]

    def test_after_a_withdrawal_the_first_date_stays(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)
        clock.move_to(NOON + 2 * HOUR)
        again = publish(review=review)

        assert spans(review) == [(1, 0, 1), (2, 2, None)]
        assert again.first_live_from == NOON

    def test_a_manuscript_that_cannot_be_published_changes_nothing(self, review):
        publish(review=review)
        review.sections.update(body="An >!open mark")
        generation = Generation.objects.current()

        with pytest.raises(PublishingRefused, match="opening-1, line 1"):
            publish(review=review, live_from=NOON + HOUR)
        assert spans(review) == [(1, 0, None)]
        assert Generation.objects.current() == generation

    def test_needs_a_verdict(self, review):
        review.verdict.delete()
        with pytest.raises(PublishingRefused, match="recommendation"):
            publish(review=review)

    def test_freezes_what_lists_and_filters_ask_for(self, review):
        edition = publish(review=review)

        assert edition.film == review.film
        assert edition.critic == review.critic
        assert edition.headline == review.headline
        assert edition.recommendation == review.verdict.recommendation
        assert [(fit.premise, fit.answer) for fit in edition.fits.all()] == [
            (fit.premise, fit.answer) for fit in review.audience_fits.all()
        ]
        covered = {
            credit for critique in review.critiques.all() for credit in critique.credits.all()
        }
        assert set(edition.credits.all()) == covered

    def test_the_words_stay_as_they_were_published(self, review):
        edition = publish(review=review)
        before = (edition.content, edition.rendered)
        review.sections.update(body="Rewritten, and not published.")

        edition.refresh_from_db()
        assert (edition.content, edition.rendered) == before


class TestCancel:
    def test_reopens_the_live_edition(self, review):
        publish(review=review)
        publish(review=review, live_from=NOON + HOUR)
        cancel(review=review)

        assert spans(review) == [(1, 0, None)]

    def test_of_a_first_edition_leaves_nothing(self, review):
        publish(review=review, live_from=NOON + HOUR)
        cancel(review=review)

        assert spans(review) == []

    def test_does_not_reopen_what_was_withdrawn(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)
        publish(review=review, live_from=NOON + 3 * HOUR)
        cancel(review=review)

        assert spans(review) == [(1, 0, 1)]

    def test_without_a_pending_edition_is_refused(self, review):
        publish(review=review)
        with pytest.raises(PublishingRefused, match="Nothing is scheduled"):
            cancel(review=review)
        assert spans(review) == [(1, 0, None)]


class TestWithdraw:
    def test_closes_the_live_and_deletes_the_pending_edition(self, review, clock):
        publish(review=review)
        publish(review=review, live_from=NOON + 5 * HOUR)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)

        assert spans(review) == [(1, 0, 1)]
        assert not Edition.objects.live().exists()

    def test_of_a_pending_edition_alone_deletes_it(self, review):
        publish(review=review, live_from=NOON + 5 * HOUR)
        withdraw(review=review)
        assert spans(review) == []

    def test_of_an_unpublished_review_is_refused(self, review):
        with pytest.raises(PublishingRefused, match="not published"):
            withdraw(review=review)


class TestEmbargo:
    def test_nothing_goes_live_before_it(self, review):
        set_embargo(review=review, until=NOON + 2 * HOUR)

        with pytest.raises(PublishingRefused, match="embargo ends on 2026-05-01 14:00"):
            publish(review=review)
        with pytest.raises(PublishingRefused, match="embargo"):
            publish(review=review, live_from=NOON + HOUR)
        publish(review=review, live_from=NOON + 2 * HOUR)
        assert spans(review) == [(1, 2, None)]

    def test_cannot_move_past_a_pending_edition(self, review):
        publish(review=review, live_from=NOON + 2 * HOUR)

        with pytest.raises(PublishingRefused, match="goes live on 2026-05-01 14:00"):
            set_embargo(review=review, until=NOON + 3 * HOUR)
        review.refresh_from_db()
        assert review.embargo_until is None
        set_embargo(review=review, until=NOON + 2 * HOUR)
        review.refresh_from_db()
        assert review.embargo_until == NOON + 2 * HOUR

    def test_can_be_lifted(self, review):
        set_embargo(review=review, until=NOON + 2 * HOUR)
        set_embargo(review=review, until=None)
        publish(review=review)
        assert spans(review) == [(1, 0, None)]


class TestTheGenerationIsRaised:
    @pytest.mark.parametrize("verb", [publish, withdraw])
    def test_by_a_verb(self, review, verb):
        publish(review=review)
        before = Generation.objects.current()
        verb(review=review)
        assert Generation.objects.current() > before

    def test_as_the_first_lock_of_a_verb_and_the_review_as_its_second(self, review):
        with CaptureQueriesContext(connection) as captured:
            publish(review=review)
        queries = [query["sql"] for query in captured if '"' in query["sql"]]
        statements = [sql for sql in queries if "SAVEPOINT" not in sql]
        assert statements[0].startswith('UPDATE "editions_generation"')
        assert 'FROM "reviews_review"' in statements[1]


class TestQueries:
    def test_publishing_makes_as_many_however_long_the_review(self, review, clock):
        def queries():
            clock.shift(HOUR)
            with CaptureQueriesContext(connection) as captured:
                publish(review=review)
            return len(captured)

        publish(review=review)
        short = queries()
        for position in range(3, 12):
            SectionFactory(review=review, position=position)
            CastCritiqueFactory(review=review, position=position)
            VerdictPointFactory(review=review, position=position)
        assert queries() == short


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.just(0)),
        st.tuples(st.just("schedule"), st.integers(1, 5)),
        st.tuples(st.just("cancel"), st.just(0)),
        st.tuples(st.just("withdraw"), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 4)),
    ),
    min_size=1,
    max_size=14,
)


class Reference:
    """What should be live, told in the plainest way: one live number, one pending."""

    def __init__(self):
        self.number = 0
        self.live = None
        self.pending = None

    def at(self, now):
        if self.pending and self.pending[1] <= now:
            self.live, self.pending = self.pending[0], None
        return self.live

    def apply(self, operation, now, later):
        """Whether the operation is one that the desk accepts."""
        self.at(now)
        if operation == "cancel":
            accepted, self.pending = bool(self.pending), None
            return accepted
        if operation == "withdraw":
            accepted = bool(self.live or self.pending)
            self.live = self.pending = None
            return accepted
        self.number += 1
        if operation == "publish":
            self.live, self.pending = self.number, None
        else:
            self.pending = (self.number, later)
        return True


class TestAnySequence:
    @given(operations=OPERATIONS)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_never_two_live_never_an_unwanted_gap_never_an_overlap(self, operations):
        verbs = {"cancel": cancel, "withdraw": withdraw, "publish": publish, "schedule": publish}
        with time_machine.travel(NOON, tick=False) as clock:
            review, reference, now, seen = FullReviewFactory(), Reference(), NOON, []
            for operation, hours in operations:
                # Every step takes a second: no two happen within one tick of the clock.
                now += timedelta(seconds=1)
                clock.move_to(now)
                if operation == "wait":
                    now += hours * HOUR
                    clock.move_to(now)
                else:
                    later = now + hours * HOUR
                    arguments = {"live_from": later} if operation == "schedule" else {}
                    if reference.apply(operation, now, later):
                        verbs[operation](review=review, **arguments)
                    else:
                        with pytest.raises(PublishingRefused):
                            verbs[operation](review=review)
                seen.append((now, reference.at(now)))
                assert live_numbers(review, now) == expected(reference.at(now))
                assert review.editions.pending(now).count() == bool(reference.pending)

            for moment, number in seen:
                assert live_numbers(review, moment) == expected(number), "the past has changed"
            edges = [edge for span in spans(review) for edge in span[1:] if edge is not None]
            for edge in sorted(edges):
                assert len(live_numbers(review, NOON + edge * HOUR)) <= 1


def live_numbers(review, at):
    return list(review.editions.live(at).values_list("number", flat=True))


def expected(number):
    return [number] if number else []


class TestAClockThatStepsBack:
    """Or two servers whose clocks differ: what was public is never taken for pending."""

    def test_publishing_keeps_what_was_public(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        publish(review=review)
        clock.move_to(NOON + HOUR / 2)
        third = publish(review=review)

        assert review.editions.count() == 3
        assert third.live_from == NOON + HOUR + timedelta(microseconds=1)
        clock.move_to(NOON + 2 * HOUR)
        assert Edition.objects.live().get() == third

    def test_withdrawing_leaves_an_edition_that_was_withdrawn(self, review, clock):
        publish(review=review)
        clock.move_to(NOON - HOUR)
        withdraw(review=review)

        clock.move_to(NOON + HOUR)
        assert review.editions.count() == 1
        assert not Edition.objects.live().exists()

    def test_within_one_tick_three_editions_all_stand(self, review):
        for _time in range(3):
            publish(review=review)
        assert [number for number, *_times in spans(review)] == [1, 2, 3]
