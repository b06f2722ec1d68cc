"""How many live reviews have which values of the filters, at a moment.

The kept counts are of open editions. What is live at a moment differs from these by the editions
that are scheduled for later, and by those that have an end ahead: few, and counted at every
request. So the counts are right at every moment, without a worker.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from pages.cache.query_results import shared_results
from pages.facets.counting import Value, count_values
from pages.facets.kept_choices import most_frequent, most_frequent_beside
from pages.facets.models import FacetEntry, FacetEntryQuerySet, FacetPair, FacetValue
from pages.facets.pairs import MIN_PAIRED
from pages.facets.surrogate_keys import ANY_ENTRY, entries_of_value
from pages.facets.values import EVERYTHING
from pages.shared_cache.read_keys import declared_reads, depends_on

MAX_COUNTED = 1_000
"""Up to so many reviews that match two or more filters, the values beside these are counted."""

MAX_WALKED = 10_000
"""Up to so many reviews that match the rarest filter, the reviews that match all are sought."""

_EVERYTHING = Q(filter=EVERYTHING[0], key=EVERYTHING[1])

# The editions that are counted and not live, as they are scheduled, and those that are live and not
# counted, as they have an end. SQLite reads them first, since they stand first in a CROSS JOIN.
_NEAR = """(
    SELECT id, live_from, live_until FROM editions_edition WHERE live_from > %s
    UNION SELECT id, live_from, live_until FROM editions_edition WHERE live_until > %s
) AS near"""
_CHANGES = f"""
    SELECT entry.value_id, SUM(CASE WHEN near.live_until IS NULL THEN -1 ELSE 1 END), COUNT(*)
    FROM {_NEAR} CROSS JOIN pages_facetentry entry {{beside}}
    WHERE (near.live_from <= %s OR near.live_until IS NULL) AND entry.edition_id = near.id
    GROUP BY entry.value_id
"""  # noqa: S608
_ALL = _CHANGES.format(beside="")
_BESIDE = _CHANGES.format(
    beside="JOIN pages_facetentry own ON own.edition_id = near.id AND own.value_id = %s"
)


class LiveCounts:
    """The counts of all live reviews at ``moment``."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._counts: dict[frozenset[int], int] = {}
        self._changes: dict[int, Counter[int]] = {}

    def known(self, wanted: Collection[tuple[str, str]]) -> dict[str, Value]:
        """The values of ``wanted``, pairs of a filter and a value in a URL, that a live review has,
        by filter. One query at most, besides the corrections."""
        if not wanted:
            return {}
        named = Q()
        for name, value in wanted:
            named |= Q(filter=name, value=value)
        return {value.filter: value for value in self._live(named)}

    def of_row(self, name: str, pk: int) -> Value | None:
        """The value of the filter ``name`` that is the row ``pk``; None without a live review."""
        return next(iter(self._live(Q(filter=name, key=str(pk)))), None)

    def _live(self, which: Q) -> list[Value]:
        rows = FacetValue.objects.filter(which).order_by()
        found = [
            Value(pk, name, value, label, count + self._corrections[pk])
            for pk, name, value, label, count in rows.values_list(
                "pk", "filter", "value", "label", "count"
            )
        ]
        depends_on(*(entries_of_value(value.pk) for value in found))
        return [value for value in found if value.count]

    def count(self, values: Sequence[Value]) -> int:
        """How many live reviews have all of ``values``. One query at most, besides the
        corrections; none for one value."""
        key = frozenset(value.pk for value in values)
        if key not in self._counts:
            self._counts[key] = self._count(values)
        return self._counts[key]

    def _count(self, values: Sequence[Value]) -> int:
        match values:
            case []:
                kept = FacetValue.objects.filter(_EVERYTHING).values_list("count", "pk")
                count, everything = kept.first() or (0, 0)
                depends_on(entries_of_value(everything))
                return count + self._corrections[everything]
            case [value]:
                return value.count or 0
            case [value, other] if not self._is_walked(_rarest_first(values)[0]):
                pair = FacetPair.objects.filter(value=value.pk, other=other.pk)
                beside = pair.values_list("count", flat=True)
                return (beside.first() or 0) + self._corrections_beside(value.pk)[other.pk]
        return self.entries(values).count()

    def choices(self, values: Sequence[Value], filters: Collection[str], limit: int) -> list[Value]:
        """The values of ``filters`` that live reviews with all of ``values`` have: of each filter
        those of the most reviews, about ``limit``. Four queries at most, besides the corrections.

        They have no counts if more than `MAX_COUNTED` reviews have two or more ``values``, and then
        they need not occur together with all of these.
        """
        if not filters:
            return []
        rarest = min(values, key=lambda value: value.count or 0, default=None)
        if rarest is None:
            return self._kept(None, filters, limit)
        if self._is_walked(rarest) or (
            len(values) > 1
            and (rarest.count or 0) <= MAX_WALKED
            and self.count(values) <= MAX_COUNTED
        ):
            return count_values(self.entries(values).values("edition"), filters)
        found = self._kept(rarest.pk, filters, limit)
        if len(values) == 1:
            return found
        return [Value(v.pk, v.filter, v.value, v.label, None) for v in found]

    def all_of(self, name: str) -> list[Value]:
        """The values of the filter ``name`` that a live review has, in no order."""
        return self._live(Q(filter=name))

    def _is_walked(self, value: Value) -> bool:
        """Whether the reviews with ``value`` are so few that they are counted themselves.

        Also if it has no kept pairs (`MIN_PAIRED`), and all its live reviews have an end ahead.
        """
        return (value.count or 0) <= max(MAX_COUNTED, MIN_PAIRED + self._near)

    def _kept(self, beside: int | None, filters: Collection[str], limit: int) -> list[Value]:
        """The choices, beside the value ``beside`` if there is one, with their present counts."""
        # Some that are kept may not be live, so that others come in their place.
        enough = 2 * limit if self._near else limit
        depends_on(ANY_ENTRY)
        if beside is None:
            rows, corrected = most_frequent(filters, enough), self._corrections
        else:
            rows = most_frequent_beside(beside, filters, enough)
            corrected = self._corrections_beside(beside)
        missing = [pk for pk, change in corrected.items() if change > 0 and pk not in rows]
        if missing:
            rows |= self._missing(missing, beside, filters)
        found = (
            Value(v.pk, v.filter, v.value, v.label, (v.count or 0) + corrected[v.pk])
            for v in rows.values()
        )
        return [value for value in found if value.count]

    def _missing(
        self, pks: Collection[int], beside: int | None, filters: Collection[str]
    ) -> dict[int, Value]:
        """The values ``pks`` with their kept counts, those beside ``beside`` if it is given."""
        rows = [v for v in FacetValue.objects.filter(pk__in=pks) if v.filter in filters]
        counts = {value.pk: value.count for value in rows}
        if beside is not None:
            pairs = FacetPair.objects.filter(value=beside, other__in=pks).order_by()
            alone = [pk for pk, count in counts.items() if count < MIN_PAIRED]
            same = FacetEntry.objects.filter(edition=OuterRef("edition"), value=beside)
            entries = FacetEntry.objects.filter(Exists(same), value__in=alone, live_until=None)
            counts = dict(pairs.values_list("other", "count")) | Counter(
                entries.values_list("value", flat=True)
            )
        return {v.pk: Value(v.pk, v.filter, v.value, v.label, counts.get(v.pk, 0)) for v in rows}

    def entries(self, values: Sequence[Value]) -> FacetEntryQuerySet:
        """The live editions that have all of ``values``, as their entries of the rarest of them."""
        if not values:
            everything = FacetValue.objects.filter(_EVERYTHING).order_by().values("pk")
            return FacetEntry.objects.filter(value=Subquery(everything)).live(self.moment)
        rarest, *others = _rarest_first(values)
        entries = FacetEntry.objects.filter(value=rarest.pk)
        for other in others:
            same = FacetEntry.objects.filter(edition=OuterRef("edition"), value=other.pk)
            entries = entries.filter(Exists(same))
        return entries.live(self.moment)

    @property
    def _corrections(self) -> Counter[int]:
        """What is to be added to the kept count of each value. Who uses that of a value depends on
        its entries."""
        return self._near_by_value[0]

    @property
    def _near(self) -> int:
        """How many editions the kept counts are corrected by."""
        depends_on(ANY_ENTRY)
        # One value is that of every edition.
        return max(self._near_by_value[1].values(), default=0)

    @cached_property
    def _near_by_value(self) -> tuple[Counter[int], Counter[int]]:
        """By value, the sum of the corrections and the number of editions with one. One query."""
        with declared_reads(), shared_results():
            rows = self._read(_ALL)
        return (
            Counter({value: change for value, change, _editions in rows}),
            Counter({value: editions for value, _change, editions in rows}),
        )

    def _corrections_beside(self, value: int) -> Counter[int]:
        """What is to be added to the kept count of each value together with ``value``. One query,
        none without an edition to correct by."""
        depends_on(entries_of_value(value))
        if value not in self._changes:
            with shared_results():
                rows = self._read(_BESIDE, value) if self._near_by_value[1][value] else []
            self._changes[value] = Counter({other: change for other, change, _editions in rows})
        return self._changes[value]

    def _read(self, sql: str, *values: int) -> list[tuple[int, int, int]]:
        moment = connection.ops.adapt_datetimefield_value(self.moment)
        with connection.cursor() as cursor:
            cursor.execute(sql, [moment, moment, *values, moment])
            found: list[tuple[int, int, int]] = cursor.fetchall()
        return found


def _rarest_first(values: Iterable[Value]) -> list[Value]:
    return sorted(values, key=lambda value: value.count or 0)
