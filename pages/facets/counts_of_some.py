"""The counts of a part of the live reviews, such as those that a search has found."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from editions.models import EditionQuerySet
from pages.facets.counting import Value, count_values
from pages.facets.counts import LiveCounts
from pages.facets.models import FacetEntry


class LiveValues:
    """The values of all live reviews at ``moment``, for a part of them that is too large to count.
    They have no counts, and need not occur in the part."""

    def __init__(self, moment: datetime) -> None:
        self._live = LiveCounts(moment)

    def known(self, wanted: Collection[tuple[str, str]]) -> dict[str, Value]:
        return self._live.known(wanted)

    def count(self, values: Sequence[Value]) -> None:
        return None

    def choices(self, values: Sequence[Value], filters: Collection[str], limit: int) -> list[Value]:
        found = self._live.choices([], filters, limit)
        return [replace(value, count=None) for value in found]


class CountsOf:
    """The counts of some live ``editions``, which are made of all of them."""

    def __init__(self, editions: EditionQuerySet) -> None:
        self.editions = editions

    def known(self, wanted: Collection[tuple[str, str]]) -> dict[str, Value]:
        """As `LiveCounts.known`; the counts are None."""
        if not wanted:
            return {}
        named = Q()
        for name, value in wanted:
            named |= Q(value__filter=name, value__value=value)
        rows = FacetEntry.objects.filter(named, edition__in=self.editions.values("pk")).order_by()
        columns = ("value", "value__filter", "value__value", "value__label")
        found = [
            Value(pk, name, value, label, None)
            for pk, name, value, label in rows.values_list(*columns).distinct()
        ]
        return {value.filter: value for value in found}

    def count(self, values: Sequence[Value]) -> int:
        """How many of the editions have all of ``values``."""
        return with_values(self.editions, [value.pk for value in values]).count()

    def choices(self, values: Sequence[Value], filters: Collection[str], limit: int) -> list[Value]:
        """As `LiveCounts.choices`, but all are counted. One query."""
        if not filters:
            return []
        editions = with_values(self.editions, [value.pk for value in values])
        return count_values(editions.values("pk"), filters)


def with_values(editions: EditionQuerySet, values: Collection[int]) -> EditionQuerySet:
    """Those of ``editions`` that have all of ``values``, primary keys."""
    for value in values:
        editions = editions.filter(
            pk__in=FacetEntry.objects.filter(value=value).order_by().values("edition")
        )
    return editions
