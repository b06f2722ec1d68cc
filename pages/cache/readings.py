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
from editions.models import Edition
from editions.snapshot import snapshot
from pages.cache.database import generation_in
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


class EditionChanges:
    """When the next edition begins or ends. Remembered for one generation, since all pages ask."""

    def __init__(self) -> None:
        self._known: tuple[int, datetime, datetime | None] | None = None

    def next_after(
        self, now: datetime, generation: int, database: BaseDatabaseWrapper
    ) -> datetime | None:
        """The first moment after ``now``, with ``generation`` in ``database``; None if none."""
        if self._known:
            known_generation, then, moment = self._known
            if known_generation == generation and then <= now and (not moment or now < moment):
                return moment
        moment = _next_change(now, database)
        self._known = generation, now, moment
        return moment


class Render:
    """A cold render of a public page. ``reading`` is set unless the view has failed."""

    def __init__(self, changes: EditionChanges) -> None:
        self.reading: Reading | None = None
        self._changes = changes

    def run(self, view: Callable[[], Response]) -> Response:
        """The response of ``view``.

        All its queries see one snapshot of the database, in which the generation is read too, and
        one time. So no page is a mixture, and its generation is that of every row on it.
        """
        with stopped_clock() as clock, snapshot(connection):
            generation = generation_in(connection)
            keys = ReadKeys() if settings.CACHE_PURGE_URLS else None
            with recorded_queries(keys) as recorder:
                response = view()
            moment = self._changes.next_after(clock.now, generation, connection)
            header = keys.header() if keys else ""
            self.reading = _reading(generation, clock, moment, recorder.queries(clock.now), header)
        return response


def renewed(
    reading: Reading, database: BaseDatabaseWrapper, changes: EditionChanges
) -> Reading | None:
    """``reading`` as of now, if a page that has read this would still read the same; else None."""
    with stopped_clock() as clock, snapshot(database):
        generation = generation_in(database)
        if reading.own_until and clock.now >= reading.own_until:
            return None
        if not give_the_same(reading.queries, database, now=clock.now):
            return None
        clock.until = reading.own_until
        moment = changes.next_after(clock.now, generation, database)
        return _reading(generation, clock, moment, reading.queries, reading.keys)


def _reading(
    generation: int,
    clock: StoppedClock,
    change: datetime | None,
    queries: tuple[Query, ...],
    keys: str,
) -> Reading:
    until = min(filter(None, (change, clock.until)), default=None)
    return Reading(generation, clock.now, until, clock.until, queries, keys)


def _next_change(after: datetime, database: BaseDatabaseWrapper) -> datetime | None:
    moments = []
    for field in ("live_from", "live_until"):
        first = Edition.objects.filter(**{f"{field}__gt": after}).order_by(field)
        query = first.values_list(field)[:1].query
        moments += [row[0] for row in query.get_compiler(connection=database).results_iter()]
    return min(moments, default=None)
