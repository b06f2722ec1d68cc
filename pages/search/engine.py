"""The full text search of the database in use."""

from collections.abc import Collection, Sequence
from typing import Protocol

from django.db import connection

from pages.search.models import ALL_KEYS, SearchDocument, SearchDocumentQuerySet
from pages.search.postgresql import PostgreSQLEngine
from pages.search.query import Criterion, Query
from pages.search.sqlite import SQLiteEngine


class Engine(Protocol):
    """Searches the index. Every `Query` given to it has at least one term."""

    def matching(
        self,
        documents: SearchDocumentQuerySet,
        query: Query,
        fields: Sequence[str] = (),
        keys: tuple[int, int] = ALL_KEYS,
    ) -> SearchDocumentQuerySet:
        """Those of ``documents`` in which every term of ``query`` is found, in the order of their
        keys, the highest first. A slice of them reads no more documents than it must.

        With ``fields``, only in these fields of the documents, which may be all but ``body``. With
        ``keys``, only documents from the first to the last of these.
        """
        ...

    def keys(
        self,
        documents: SearchDocumentQuerySet,
        criteria: Sequence[Criterion],
        keys: tuple[int, int],
        limit: int,
    ) -> list[int]:
        """The keys of the first ``limit`` of ``documents`` that meet all ``criteria``, in the order
        of `matching`. The condition of ``documents``, which join no table, is compiled once."""
        ...

    def written(self, documents: Collection[SearchDocument]) -> None:
        """Called after ``documents`` were saved, to index their words."""
        ...


def engine() -> Engine:
    return PostgreSQLEngine() if connection.vendor == "postgresql" else SQLiteEngine()
