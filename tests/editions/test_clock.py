from datetime import UTC, datetime, timedelta

import time_machine

from editions import clock
from editions.clock import stopped_clock

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class TestStoppedClock:
    def test_shows_one_time_in_its_block(self):
        with time_machine.travel(NOON, tick=False) as time:
            with stopped_clock():
                time.shift(HOUR)
                assert clock.now() == NOON
            assert clock.now() == NOON + HOUR

    def test_knows_the_next_moment_at_which_something_changes(self):
        with time_machine.travel(NOON, tick=False), stopped_clock() as stopped:
            clock.changes_at(NOON - HOUR)
            clock.changes_at(NOON)
            assert stopped.until is None
            for hours in (3, 2, 4):
                clock.changes_at(NOON + hours * HOUR)
            assert stopped.until == NOON + 2 * HOUR

    def test_that_runs_knows_none(self):
        clock.changes_at(NOON)
        with stopped_clock() as stopped:
            assert stopped.until is None
