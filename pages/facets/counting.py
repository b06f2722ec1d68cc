"""Counts that are made of the editions themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_COUNTED = """
    SELECT value.id, value.filter, value.value, value.label, counted.count
    FROM (
        SELECT value_id, COUNT(*) AS count FROM pages_facetentry
        WHERE edition_id IN ({}) GROUP BY value_id
    ) AS counted
    JOIN pages_facetvalue value ON value.id = counted.value_id
"""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter and the number of live reviews with it; None if they are not counted."""

    pk: int
    filter: str
    value: str
    label: str
    count: int | None


def count_values(editions: QuerySet[Any, Any], filters: Collection[str]) -> list[Value]:
    """The values of ``filters`` that ``editions``, a query for primary keys, have, counted."""
    sql, parameters = editions.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(sql), parameters)
        return [value for value in (Value(*row) for row in cursor) if value.filter in filters]
