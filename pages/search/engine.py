"""Full text search, whichever database does it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.models import SearchDocument
from pages.search.query import Phrase, Query, Term
from pages.search.words import EDGE

Fields = Sequence[str]


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
    from pages.search.postgresql import PostgreSQL
    from pages.search.sqlite import SQLite

    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def ranks(query: Query) -> list[tuple[Query, Fields]]:
    """What puts a document before others, the weightiest first: ``query`` found in these fields.

    A title, or else a name, that is what was typed and no more; then all of it in the title, in
    titles and names, in them and the lede.
    """
    same = Query("", (Term(Phrase((EDGE, *query.words, EDGE))),))
    return [
        (same, ("title",)),
        (same, ("also", "names")),
        (query, ("title",)),
        (query, ("title", "also", "names")),
        (query, ("title", "also", "names", "lede")),
    ]
