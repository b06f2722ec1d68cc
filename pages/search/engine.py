"""Full text search, whichever database does it."""

from collections.abc import Collection, Mapping
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.models import SearchDocument
from pages.search.query import Query

OPEN, CLOSE = "\x02", "\x03"
"""Around a word that was found. No text holds them: `pages.search.folding.clean`."""

NAMED_SO = ", ".join(
    f"replace(replace(trim({field}), '   ', ' '), '  ', ' ') = %s DESC"
    for field in ("title", "also")
)
"""SQL to order by, twice the same words: what has them for its title, and no more; then what they
name besides, as a film its reviews. Punctuation was folded to spaces."""

Excerpts = Mapping[str, str]
"""Field → folded text from it, the words that were found between `OPEN` and `CLOSE`."""


class Engine(Protocol):
    """A query here has words: `pages.search.query.parse` says so."""

    def matching(self, query: Query) -> RawSQL:
        """The primary keys of the documents in which every term is found: ``pk__in`` takes it."""
        ...

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        """Primary keys of ``among`` (which match) from ``start`` to ``stop``, the best first."""
        ...

    def excerpts(self, query: Query, keys: Collection[int]) -> dict[int, Excerpts]:
        """Of each document: the whole title, and from every other field what fits the query."""
        ...

    def written(self, keys: Collection[int]) -> None:
        """The documents ``keys`` are new or have new words."""
        ...


def engine() -> Engine:
    from pages.search.postgresql import PostgreSQL
    from pages.search.sqlite import SQLite

    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
