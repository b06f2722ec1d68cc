"""Writes the numbers of open editions that have two values."""

from collections import Counter
from collections.abc import Collection

from django.db import connection

from pages.facets.models import FacetPair, FacetValue
from pages.facets.values import EVERYTHING

MIN_PAIRED = 2
"""The fewest open editions of a value that is in pairs. Most premises are in one review alone, and
their pairs would be most of the table."""

PAIRS_AT_ONCE = 250

_ADD_PAIRS = """
    INSERT INTO pages_facetpair (value_id, other_id, filter, count) VALUES {}
    ON CONFLICT (value_id, other_id) DO UPDATE SET count = pages_facetpair.count + excluded.count
"""
_COUNT_PAIRS = """
    INSERT INTO pages_facetpair (value_id, other_id, filter, count)
    SELECT own.id, other.id, other.filter, COUNT(*)
    FROM pages_facetvalue own
    JOIN pages_facetentry mine ON mine.value_id = own.id AND mine.live_until IS NULL
    JOIN pages_facetentry its ON its.edition_id = mine.edition_id AND its.value_id <> own.id
    JOIN pages_facetvalue other ON other.id = its.value_id
    WHERE own.filter <> '' AND own.count >= %s AND other.filter <> '' AND other.count >= %s {}
    GROUP BY own.id, other.id, other.filter
"""
_MIRROR_PAIRS = """
    INSERT INTO pages_facetpair (value_id, other_id, filter, count)
    SELECT pair.other_id, own.id, own.filter, pair.count
    FROM pages_facetpair pair JOIN pages_facetvalue own ON own.id = pair.value_id
    WHERE own.id IN ({0}) AND pair.other_id NOT IN ({0})
"""


def change_pairs(values: Counter[int], pairs: Counter[tuple[int, int]]) -> None:
    """Add ``pairs`` to the kept counts. ``values`` are the changes that were made to the counts of
    the values; those that have crossed `MIN_PAIRED` get all their pairs, or lose them."""
    pairs = Counter({pair: change for pair, change in pairs.items() if change})
    involved = values.keys() | {value for pair in pairs for value in pair}
    rows = FacetValue.objects.filter(pk__in=involved).exclude(filter=EVERYTHING[0]).order_by()
    kinds = {pk: (name, count) for pk, name, count in rows.values_list("pk", "filter", "count")}
    paired = {value for value, (_name, count) in kinds.items() if count >= MIN_PAIRED}
    was_paired = {
        value for value, (_name, count) in kinds.items() if count - values[value] >= MIN_PAIRED
    }
    for value in was_paired - paired:
        others = FacetPair.objects.filter(value=value).values_list("other", flat=True)
        FacetPair.objects.filter(value__in=list(others), other=value).delete()
        FacetPair.objects.filter(value=value).delete()
    kept = paired & was_paired
    _write_pairs(
        [
            (value, other, kinds[other][0], change)
            for (value, other), change in pairs.items()
            if value in kept and other in kept
        ]
    )
    FacetPair.objects.filter(value__in=kept, count=0).delete()
    count_pairs(paired - was_paired)


def _write_pairs(changes: list[tuple[int, int, str, int]]) -> None:
    """Add a number to the count of each pair."""
    for start in range(0, len(changes), PAIRS_AT_ONCE):
        batch = changes[start : start + PAIRS_AT_ONCE]
        places = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(_ADD_PAIRS.format(places), [each for row in batch for each in row])


def count_pairs(values: Collection[int] | None) -> None:
    """Write the counts of all pairs with one of ``values``, which have none yet; of all pairs for
    None."""
    if values is not None and not values:
        return
    pks = sorted(values or ())
    places = ", ".join(["%s"] * len(pks))
    some = f"AND own.id IN ({places})" if pks else ""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_PAIRS.format(some), [MIN_PAIRED, MIN_PAIRED, *pks])
        if pks:
            cursor.execute(_MIRROR_PAIRS.format(places), pks + pks)
