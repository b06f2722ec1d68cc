"""The time of a public page.

A page compares the time with the database many times. `stopped_clock` gives all comparisons of one
page the same time, so that an edition that goes live meanwhile is on the whole page or nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone


@dataclass(slots=True)
class StoppedClock:
    """``now``, and the earliest later time at which a comparison would come out differently.

    ``until`` is None if no comparison depends on a later time. It does not include the beginnings
    and ends of editions, which queries compare with the time.
    """

    now: datetime
    until: datetime | None = None


_clock: ContextVar[StoppedClock | None] = ContextVar("stopped clock", default=None)


def now() -> datetime:
    """The present time, or that of the `stopped_clock`. All that decides what is public uses it."""
    clock = _clock.get()
    return clock.now if clock else timezone.now()


def changes_at(moment: datetime) -> None:
    """Must be called by code that compares `now` with a time in Python instead of in a query.

    ``moment`` is when the comparison will come out differently; one in the past does nothing.
    """
    clock = _clock.get()
    if clock and moment > clock.now and (clock.until is None or moment < clock.until):
        clock.until = moment


@contextmanager
def stopped_clock() -> Iterator[StoppedClock]:
    """`now` does not advance in the block."""
    clock = StoppedClock(timezone.now())
    token = _clock.set(clock)
    try:
        yield clock
    finally:
        _clock.reset(token)
