"""Publishing operations, single ones and random sequences of them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.models import Edition, EditionSequence, Generation
from editions.publishing import (
    LiveUnderEmbargo,
    PublishingRefused,
    cancel,
    publish,
    set_embargo,
    withdraw,
)
from tests.factories import (
    CastCritiqueFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
    UserFactory,
    VerdictFactory,
    VerdictPointFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.leak_check,
]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def review(clock):
    return FullReviewFactory()


def spans(review):
    """Number, start and end of each edition. Times are in hours after noon."""
    return [
        (
            edition.number,
            (edition.live_from - NOON) / HOUR,
            edition.live_until and (edition.live_until - NOON) / HOUR,
        )
        for edition in review.editions.order_by("number")
    ]


class TestPublish:
    def test_edition_is_live_now_and_has_no_end(self, review):
        edition = publish(review=review, by=UserFactory(), note="First")

        assert list(Edition.objects.live()) == [edition]
        assert spans(review) == [(1, 0, None)]
        assert edition.note == "First"
        assert edition.first_live_from == NOON

    def test_live_edition_ends_when_the_new_one_begins(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        second = publish(review=review)

        assert spans(review) == [(1, 0, 1), (2, 1, None)]
        assert second.first_live_from == NOON

    def test_scheduled_edition_goes_live_at_its_time(self, review, clock):
        first = publish(review=review)
        second = publish(review=review, live_from=NOON + 2 * HOUR)

        assert Edition.objects.live().get() == first
        clock.move_to(NOON + 2 * HOUR - timedelta(microseconds=1))
        assert Edition.objects.live().get() == first
        clock.move_to(NOON + 2 * HOUR)
        assert Edition.objects.live().get() == second

    def test_pending_edition_is_deleted_and_its_number_not_reused(self, review):
        publish(review=review)
        publish(review=review, live_from=NOON + 2 * HOUR)
        publish(review=review, live_from=NOON + 3 * HOUR)
        assert spans(review) == [(1, 0, 3), (3, 3, None)]

        publish(review=review)
        assert [number for number, *_times in spans(review)] == [1, 4]
        assert EditionSequence.objects.get(review=review).last == 4

    def test_two_editions_at_the_same_time_get_different_times(self, review):
        first = publish(review=review)
        second = publish(review=review)

        first.refresh_from_db()
        assert first.live_until == second.live_from == NOON + timedelta(microseconds=1)

    def test_backdating_a_new_review(self, review):
        with pytest.raises(PublishingRefused, match="has passed"):
            publish(review=review, live_from=NOON - 48 * HOUR)
        publish(review=review, live_from=NOON - 48 * HOUR, backdated=True)
        assert spans(review) == [(1, -48, None)]

    def test_backdating_a_public_review_is_refused(self, review):
        publish(review=review)
        with pytest.raises(PublishingRefused, match="has passed"):
            publish(review=review, live_from=NOON - HOUR, backdated=True)
        assert spans(review) == [(1, 0, None)]

    def test_first_live_from_is_kept_after_a_withdrawal(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)
        clock.move_to(NOON + 2 * HOUR)
        again = publish(review=review)

        assert spans(review) == [(1, 0, 1), (2, 2, None)]
        assert again.first_live_from == NOON

    def test_manuscript_with_problems_is_refused_and_changes_nothing(self, review):
        publish(review=review)
        review.sections.update(body="An >!open mark")
        generation = Generation.objects.current()

        with pytest.raises(PublishingRefused, match="opening-1, line 1"):
            publish(review=review, live_from=NOON + HOUR)
        assert spans(review) == [(1, 0, None)]
        assert Generation.objects.current() == generation

    def test_requires_a_verdict(self, review):
        review.verdict.delete()
        with pytest.raises(PublishingRefused, match="recommendation"):
            publish(review=review)

    def test_stores_fields_for_lists_and_filters(self, review):
        edition = publish(review=review)

        assert edition.film == review.film
        assert edition.signed_by() == review.signed_by()
        assert edition.headline == review.headline
        assert edition.recommendation == review.verdict.recommendation
        assert [(fit.premise, fit.answer) for fit in edition.fits.all()] == [
            (fit.premise, fit.answer) for fit in review.audience_fits.all()
        ]
        covered = {
            credit for critique in review.critiques.all() for credit in critique.credits.all()
        }
        assert set(edition.credits.all()) == covered

    def test_later_changes_do_not_affect_the_edition(self, review):
        edition = publish(review=review)
        before = (edition.body.content, edition.body.rendered)
        review.sections.update(body="Rewritten, and not published.")

        edition.refresh_from_db()
        assert (edition.body.content, edition.body.rendered) == before


class TestCancel:
    def test_live_edition_has_no_end_again(self, review):
        publish(review=review)
        publish(review=review, live_from=NOON + HOUR)
        cancel(review=review)

        assert spans(review) == [(1, 0, None)]

    def test_cancelling_the_first_edition_leaves_none(self, review):
        publish(review=review, live_from=NOON + HOUR)
        cancel(review=review)

        assert spans(review) == []

    def test_withdrawn_edition_stays_withdrawn(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)
        publish(review=review, live_from=NOON + 3 * HOUR)
        cancel(review=review)

        assert spans(review) == [(1, 0, 1)]

    def test_is_refused_without_a_pending_edition(self, review):
        publish(review=review)
        with pytest.raises(PublishingRefused, match="is scheduled"):
            cancel(review=review)
        assert spans(review) == [(1, 0, None)]


class TestWithdraw:
    def test_ends_the_live_and_deletes_the_pending_edition(self, review, clock):
        publish(review=review)
        publish(review=review, live_from=NOON + 5 * HOUR)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)

        assert spans(review) == [(1, 0, 1)]
        assert not Edition.objects.live().exists()

    def test_deletes_a_first_pending_edition(self, review):
        publish(review=review, live_from=NOON + 5 * HOUR)
        withdraw(review=review)
        assert spans(review) == []

    def test_is_refused_for_an_unpublished_review(self, review):
        with pytest.raises(PublishingRefused, match="not published"):
            withdraw(review=review)


class TestEmbargo:
    def test_on_a_live_review_is_refused(self, review):
        publish(review=review)
        with pytest.raises(LiveUnderEmbargo, match="Edition 1 is live"):
            set_embargo(review=review, until=NOON + HOUR)
        review.refresh_from_db()
        assert (review.embargo_until, spans(review)) == (None, [(1, 0, None)])

    def test_on_a_live_review_can_withdraw_it_and_keeps_what_is_scheduled(self, review, clock):
        publish(review=review)
        publish(review=review, live_from=NOON + 3 * HOUR)
        clock.move_to(NOON + HOUR)
        set_embargo(review=review, until=NOON + 2 * HOUR, withdrawing=True)
        assert spans(review) == [(1, 0, 1), (2, 3, None)]

    def test_publishing_before_its_end_is_refused(self, review):
        set_embargo(review=review, until=NOON + 2 * HOUR)

        with pytest.raises(PublishingRefused, match="ends on Friday, 1 May 2026, 14:00 UTC"):
            publish(review=review)
        with pytest.raises(PublishingRefused, match="embargo"):
            publish(review=review, live_from=NOON + HOUR)
        publish(review=review, live_from=NOON + 2 * HOUR)
        assert spans(review) == [(1, 2, None)]

    def test_end_after_a_pending_edition_is_refused(self, review):
        publish(review=review, live_from=NOON + 2 * HOUR)

        with pytest.raises(PublishingRefused, match="scheduled for Friday, 1 May 2026, 14:00 UTC"):
            set_embargo(review=review, until=NOON + 3 * HOUR)
        review.refresh_from_db()
        assert review.embargo_until is None
        set_embargo(review=review, until=NOON + 2 * HOUR)
        review.refresh_from_db()
        assert review.embargo_until == NOON + 2 * HOUR

    def test_can_be_removed(self, review):
        set_embargo(review=review, until=NOON + 2 * HOUR)
        set_embargo(review=review, until=None)
        publish(review=review)
        assert spans(review) == [(1, 0, None)]


class TestGeneration:
    @pytest.mark.parametrize("operation", [publish, withdraw])
    def test_is_raised_by_each_operation(self, review, operation):
        publish(review=review)
        before = Generation.objects.current()
        operation(review=review)
        assert Generation.objects.current() > before

    def test_is_locked_before_the_review(self, review):
        with CaptureQueriesContext(connection) as captured:
            publish(review=review)
        queries = [query["sql"] for query in captured if '"' in query["sql"]]
        statements = [sql for sql in queries if "SAVEPOINT" not in sql]
        assert statements[0].startswith('UPDATE "editions_generation"')
        assert 'FROM "reviews_review"' in statements[1]


class TestQueries:
    def test_number_does_not_depend_on_the_length_of_the_review(self, review, clock):
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
        publish(review=review)
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
    """A simple model of the live and the pending edition number."""

    def __init__(self):
        self.number = 0
        self.live = None
        self.pending = None

    def at(self, now):
        if self.pending and self.pending[1] <= now:
            self.live, self.pending = self.pending[0], None
        return self.live

    def apply(self, operation, now, later):
        """Apply an operation; whether it is accepted."""
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


# Each example publishes up to a dozen editions.
FEWER = settings.default.max_examples // 2


class TestRandomSequences:
    @given(operations=OPERATIONS)
    @settings(max_examples=FEWER, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_match_the_reference_model(self, operations):
        operations_by_name = {
            "cancel": cancel,
            "withdraw": withdraw,
            "publish": publish,
            "schedule": publish,
        }
        with time_machine.travel(NOON, tick=False) as clock:
            # Short, because each of many operations renders it.
            review, reference, now, seen = ReviewFactory(), Reference(), NOON, []
            SectionFactory(review=review)
            VerdictFactory(review=review)
            for operation, hours in operations:
                # A second between operations, so that no two happen at the same time.
                now += timedelta(seconds=1)
                clock.move_to(now)
                if operation == "wait":
                    now += hours * HOUR
                    clock.move_to(now)
                else:
                    later = now + hours * HOUR
                    arguments = {"live_from": later} if operation == "schedule" else {}
                    if reference.apply(operation, now, later):
                        operations_by_name[operation](review=review, **arguments)
                    else:
                        with pytest.raises(PublishingRefused):
                            operations_by_name[operation](review=review)
                seen.append((now, reference.at(now)))
                assert live_numbers(review, now) == expected(reference.at(now))
                assert review.editions.pending(now).count() == bool(reference.pending)

            for moment, number in seen:
                assert live_numbers(review, moment) == expected(number), (
                    "a later operation changed the past"
                )
            edges = [edge for span in spans(review) for edge in span[1:] if edge is not None]
            for edge in sorted(edges):
                assert len(live_numbers(review, NOON + edge * HOUR)) <= 1


def live_numbers(review, at):
    return list(review.editions.live(at).values_list("number", flat=True))


def expected(number):
    return [number] if number else []


class TestClockGoesBack:
    """Also for two servers with different clocks: a public edition never counts as pending."""

    def test_publish_keeps_public_editions(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + HOUR)
        publish(review=review)
        clock.move_to(NOON + HOUR - timedelta(seconds=30))
        third = publish(review=review)

        assert review.editions.count() == 3
        assert third.live_from == NOON + HOUR + timedelta(microseconds=1)
        clock.move_to(NOON + 2 * HOUR)
        assert Edition.objects.live().get() == third

    def test_by_hours_publish_is_seen_at_once(self, review, clock):
        publish(review=review)
        publish(review=review, live_from=NOON + HOUR)
        clock.move_to(NOON + 3 * HOUR)
        publish(review=review)
        publish(review=review, live_from=NOON + 5 * HOUR)
        clock.move_to(NOON + HOUR / 2)
        fifth = publish(review=review)

        clock.shift(timedelta(seconds=1))
        assert Edition.objects.live().get() == fifth
        assert [number for number, *_times in spans(review)] == [1, 2, 3, 5]
        assert {live_numbers(review, NOON + hours * HOUR)[0] for hours in (1, 3, 6)} == {5}
        assert fifth.first_live_from == NOON

    def test_by_hours_withdraw_is_seen_at_once(self, review, clock):
        publish(review=review)
        clock.move_to(NOON + 3 * HOUR)
        publish(review=review)
        clock.move_to(NOON + HOUR)
        withdraw(review=review)

        assert review.editions.count() == 2
        for hours in (1.01, 2, 4):
            assert live_numbers(review, NOON + hours * HOUR) == []

    def test_withdraw_keeps_the_edition(self, review, clock):
        publish(review=review)
        clock.move_to(NOON - HOUR)
        withdraw(review=review)

        clock.move_to(NOON + HOUR)
        assert review.editions.count() == 1
        assert not Edition.objects.live().exists()

    def test_three_editions_at_the_same_time_are_kept(self, review):
        for _time in range(3):
            publish(review=review)
        assert [number for number, *_times in spans(review)] == [1, 2, 3]
