"""Search by SQLite's FTS5: the table ``pages_search`` over the documents, kept by triggers."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.models import SearchDocument
from pages.search.documents import FIELDS
from pages.search.engine import CLOSE, NAMED_SO, OPEN, Excerpts
from pages.search.query import Query

WEIGHTS = (10, 8, 4, 3, 1)
"""Of the fields, in their order."""

WORDS = 30


class SQLite:
    def matching(self, query: Query) -> RawSQL:
        return RawSQL(
            "SELECT rowid FROM pages_search WHERE pages_search MATCH %s", [expression(query)]
        )

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        keys, parameters = among.order_by().values("pk").query.sql_with_params()
        weights = ", ".join(map(str, WEIGHTS))
        sql = f"""
            SELECT rowid FROM pages_search
            WHERE pages_search MATCH %s AND rowid IN ({keys})
            ORDER BY {NAMED_SO}, bm25(pages_search, {weights}), rowid
            LIMIT %s OFFSET %s
        """  # noqa: S608
        named = " ".join(query.words)
        ranking: list[Any] = [named, named, max(0, stop - start), start]
        with connection.cursor() as cursor:
            cursor.execute(sql, [expression(query), *parameters, *ranking])
            return [key for (key,) in cursor.fetchall()]

    def excerpts(self, query: Query, keys: Collection[int]) -> dict[int, Excerpts]:
        pieces = (
            f"snippet(pages_search, {number}, '{OPEN}', '{CLOSE}', '', {WORDS})"
            for number in range(1, len(FIELDS))
        )
        columns = ", ".join([f"highlight(pages_search, 0, '{OPEN}', '{CLOSE}')", *pieces])
        places = ", ".join(["%s"] * len(keys))
        sql = f"""
            SELECT rowid, {columns} FROM pages_search
            WHERE pages_search MATCH %s AND rowid IN ({places})
        """  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [expression(query), *keys])
            return {key: dict(zip(FIELDS, row, strict=True)) for key, *row in cursor.fetchall()}

    def written(self, keys: Collection[int]) -> None:
        """The triggers have done it."""


def expression(query: Query) -> str:
    """``query`` in the language of FTS5. Every word is quoted, so that none is an operator."""
    return " AND ".join(
        f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "") for term in query.terms
    )
