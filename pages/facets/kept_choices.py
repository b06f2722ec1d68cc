"""The values that the most reviews have, from the kept counts of open editions."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from pages.cache.query_results import shared_results
from pages.facets.counting import Value
from pages.facets.pairs import MIN_PAIRED

MAX_RARE = 5_000
"""How many values of a filter that are in no pairs are looked up beside another value."""

_MOST_FREQUENT = """
    SELECT * FROM (
        SELECT id, filter, value, label, count FROM pages_facetvalue
        WHERE filter = %s AND count > 0 ORDER BY count DESC, value LIMIT %s
    ) AS most
"""
_MOST_FREQUENT_BESIDE = """
    SELECT * FROM (
        SELECT value.id, value.filter, value.value, value.label, pair.count
        FROM pages_facetpair pair JOIN pages_facetvalue value ON value.id = pair.other_id
        WHERE pair.value_id = %s AND pair.filter = %s AND pair.count > 0
        ORDER BY pair.count DESC, pair.other_id LIMIT %s
    ) AS most
"""
_RARE_BESIDE = """
    SELECT * FROM (
        SELECT rare.id, rare.filter, rare.value, rare.label, rare.count
        FROM (
            SELECT id, filter, value, label, count FROM pages_facetvalue
            WHERE filter = %s AND count BETWEEN 1 AND %s ORDER BY count DESC, value LIMIT %s
        ) AS rare
        WHERE EXISTS (
            SELECT 1 FROM pages_facetentry entry
            JOIN pages_facetentry own
                ON own.edition_id = entry.edition_id AND own.value_id = %s
            WHERE entry.value_id = rare.id AND entry.live_until IS NULL
        ) LIMIT %s
    ) AS found
"""


def most_frequent(filters: Collection[str], limit: int) -> dict[int, Value]:
    """Up to ``limit`` values of each of ``filters``, by their primary keys. One query."""
    return _values(_MOST_FREQUENT, [[name, limit] for name in filters])


def most_frequent_beside(value: int, filters: Collection[str], limit: int) -> dict[int, Value]:
    """The same beside the `FacetValue` with the primary key ``value``. Two queries at most.

    Values that only one review has are in no pairs. They come last, and are looked up if there is
    room for them: one after another, up to `MAX_RARE` of each filter.
    """
    found = _values(_MOST_FREQUENT_BESIDE, [[value, name, limit] for name in filters])
    room = {name: limit - sum(each.filter == name for each in found.values()) for name in filters}
    rare = [[name, MIN_PAIRED - 1, MAX_RARE, value, left] for name, left in room.items() if left]
    return found | _values(_RARE_BESIDE, rare)


def _values(sql: str, arguments: list[list[Any]]) -> dict[int, Value]:
    if not arguments:
        return {}
    statement = " UNION ALL ".join([sql] * len(arguments))
    with shared_results(), connection.cursor() as cursor:
        cursor.execute(statement, [each for some in arguments for each in some])
        return {row[0]: Value(*row) for row in cursor.fetchall()}
