"""The full text search of the database in use."""

from collections.abc import Collection, Sequence
from typing import Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.postgresql import PostgreSQLEngine
from pages.search.query import Query
from pages.search.sqlite import SQLiteEngine


class Engine(Protocol):
    """Searches the index. Every `Query` given to it has at least one term."""

    def matching(self, query: Query, fields: Sequence[str] = ()) -> RawSQL:
        """A subquery for ``pk__in``: the documents in which every term of ``query`` is found.

        With ``fields``, only in these fields of the documents, which may be all but ``body``.
        """
        ...

    def written(self, documents: Collection[SearchDocument]) -> None:
        """Called after ``documents`` were saved, to index their words."""
        ...


def engine() -> Engine:
    return PostgreSQLEngine() if connection.vendor == "postgresql" else SQLiteEngine()
