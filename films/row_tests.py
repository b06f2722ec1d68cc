"""Conditions for queries of which both databases read no more rows than they must."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.lookups import IsNull


def has_row(rows: QuerySet[Any]) -> Q:
    """Whether ``rows``, which refer to the outer row, has one; tested for each outer row by itself.

    With `Exists`, PostgreSQL may first read the whole table of ``rows``, also where it needs few of
    the outer rows.
    """
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))
