"""What a page has read from the database, and whether it would read the same now.

The bytes of a public page depend on its address, on the time and on the results of its queries.
Running the queries again therefore shows whether the page would come out the same, without
rendering it. Each query depends only on the results of those before it, so the first result that
differs ends the comparison.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from editions.clock import StoppedClock, stopped_clock
from editions.snapshot import snapshot
from pages.cache.database import generation_in
from pages.cache.periods import Period, Periods
from pages.cache.recorded_queries import Query, give_the_same, recorded_queries
from pages.shared_cache.read_keys import ReadKeys

Response = TypeVar("Response")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page read at ``moment``, when the site had ``generation``.

    The page is valid for this generation until ``until``, or without an end if that is None.
    ``own_until`` is the part of it that is not due to the editions: see `StoppedClock`. ``keys``
    is the value of Surrogate-Key; "" if the page is not for shared caches.
    """

    generation: int
    moment: datetime
    until: datetime | None
    own_until: datetime | None
    queries: tuple[Query, ...]
    keys: str = ""


class Render:
    """A cold render of a public page. ``reading`` is set unless the view has failed."""

    def __init__(self, periods: Periods) -> None:
        self.reading: Reading | None = None
        self._periods = periods

    def run(self, view: Callable[[], Response]) -> Response:
        """The response of ``view``.

        All its queries see one snapshot of the database, in which the generation is read too, and
        one time. So no page is a mixture, and its generation is that of every row on it.
        """
        with stopped_clock() as clock, snapshot(connection):
            generation = generation_in(connection)
            period = self._periods.at(clock.now, generation, connection)
            keys = ReadKeys() if settings.CACHE_PURGE_URLS else None
            with recorded_queries(clock.now, period.results, keys) as recorder:
                response = view()
            header = keys.header() if keys else ""
            self.reading = _reading(period, clock, recorder.queries(), header)
        return response


def renewed(reading: Reading, database: BaseDatabaseWrapper, periods: Periods) -> Reading | None:
    """``reading`` as of now, if a page that has read this would still read the same; else None."""
    with stopped_clock() as clock, snapshot(database):
        generation = generation_in(database)
        if reading.own_until and clock.now >= reading.own_until:
            return None
        period = periods.at(clock.now, generation, database)
        if not give_the_same(reading.queries, database, now=clock.now, results=period.results):
            return None
        clock.until = reading.own_until
        return _reading(period, clock, reading.queries, reading.keys)


def _reading(period: Period, clock: StoppedClock, queries: tuple[Query, ...], keys: str) -> Reading:
    until = min(filter(None, (period.until, clock.until)), default=None)
    return Reading(period.generation, clock.now, until, clock.until, queries, keys)
