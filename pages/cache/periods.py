"""Times in which the site stays the same, and what pages read in them again and again."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from editions.models import Edition
from pages.cache.query_results import KeptResults


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which queries for public rows have the same results: from ``since`` to ``until``,
    the site has the same ``generation``, and no edition begins or ends.

    ``until`` is None if no edition will begin or end. ``results`` are those of queries that many
    pages make.
    """

    generation: int
    since: datetime
    until: datetime | None
    results: KeptResults = field(default_factory=KeptResults)

    def includes(self, generation: int, now: datetime) -> bool:
        return (
            self.generation == generation
            and self.since <= now
            and (self.until is None or now < self.until)
        )


class Periods:
    """The present period. It is remembered, since all pages ask for it."""

    def __init__(self) -> None:
        self._last: Period | None = None

    def at(self, now: datetime, generation: int, database: BaseDatabaseWrapper) -> Period:
        """The period of ``now`` with ``generation``, which is that of ``database``."""
        last = self._last
        if last is not None and last.includes(generation, now):
            return last
        until = _next_change(now, database)
        if last is not None and (last.generation, last.until) == (generation, until):
            # This page began before the one that met the period first, and nothing changed between.
            period = replace(last, since=min(now, last.since))
        else:
            # Also if the generation is lower: then this may be another database, such as a restored
            # one, in which an old generation comes again.
            period = Period(generation, now, until)
        self._last = period
        return period


def _next_change(after: datetime, database: BaseDatabaseWrapper) -> datetime | None:
    """When the next edition begins or ends after the time ``after``; None if none will."""
    moments: list[Any] = []
    for name in ("live_from", "live_until"):
        first = Edition.objects.filter(**{f"{name}__gt": after}).order_by(name)
        query = first.values_list(name)[:1].query
        moments += [row[0] for row in query.get_compiler(connection=database).results_iter()]
    return min(moments, default=None)
