"""Reads the first rows of a list, and how many others there are."""

from typing import Any

from django.db.models import Count, QuerySet, Window


def first_rows(rows: QuerySet[Any], most: int) -> tuple[list[Any], int]:
    """At most ``most`` of ``rows``, and how many come after these. One query."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:most])
    return found, found[0].of_all - len(found) if found else 0
