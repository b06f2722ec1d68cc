"""The full text search of the database in use."""

from collections.abc import Collection
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.postgresql import PostgreSQLEngine
from pages.search.query import Query
from pages.search.sqlite import SQLiteEngine


class Engine(Protocol):
    """Searches the index. Every `Query` given to it has at least one term."""

    def matching(self, query: Query) -> RawSQL:
        """A subquery for ``pk__in``: the documents in which every term of ``query`` is found."""
        ...

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        """The primary keys of ``among``, which all match, from ``start`` to ``stop``, best first.

        Ordered by `ranking_criteria`, then by the database's own relevance, then by primary key.
        """
        ...

    def written(self, documents: Collection[SearchDocument]) -> None:
        """Called after ``documents`` were saved, to index their words."""
        ...


def engine() -> Engine:
    return PostgreSQLEngine() if connection.vendor == "postgresql" else SQLiteEngine()
