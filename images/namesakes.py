"""Rows that share a name are told apart, where editors choose among them, by what is beside it."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet


def with_namesakes(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    """``rows`` with ``has_namesake``: whether another row is equal in one of the indexed
    ``columns``."""
    same = Q()
    for column in columns:
        same |= Q(**{column: OuterRef(column)})
    others = rows.model._default_manager.filter(same).exclude(pk=OuterRef("pk")).order_by()
    return rows.annotate(has_namesake=Exists(others))


def told_apart(row: Model, *details: str | None) -> str:
    """The name of ``row``, which comes from `with_namesakes`; with those of ``details`` that are
    known, if another row shares it."""
    known = ", ".join(filter(None, details))
    return f"{row} · {known}" if row.has_namesake and known else str(row)  # type: ignore[attr-defined]
