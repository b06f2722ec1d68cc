"""Reads the first rows of a list, and how many others there are."""

from typing import Any

from django.db.models import Count, QuerySet, Window


def first_rows(rows: QuerySet[Any], most: int, *, start: int = 0) -> tuple[list[Any], int]:
    """At most ``most`` of ``rows`` from the number ``start``, and how many come after these. One
    query."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[start : start + most])
    return found, found[0].of_all - start - len(found) if found else 0
