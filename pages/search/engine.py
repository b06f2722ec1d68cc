"""Full text search, whichever database does it."""

from collections.abc import Collection
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.postgresql import PostgreSQL
from pages.search.query import Query
from pages.search.sqlite import SQLite


class Engine(Protocol):
    """A query here has words: `pages.search.query.parse` says so."""

    def matching(self, query: Query) -> RawSQL:
        """The primary keys of the documents in which every term is found: ``pk__in`` takes it."""
        ...

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        """Primary keys of ``among`` (which match) from ``start`` to ``stop``, the best first.

        By `ranks`, then by how often and how close to the beginning of its fields it is found.
        """
        ...

    def written(self, documents: Collection[SearchDocument]) -> None:
        """``documents`` are new or have new words."""
        ...


def engine() -> Engine:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
