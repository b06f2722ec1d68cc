"""Search by SQLite's FTS5: the table ``pages_search`` over the documents, kept by triggers."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.query import Phrase, Query
from pages.search.ranking import Fields, ranks

WEIGHTS = (10, 4, 4, 2, 1)
"""Of the fields, in their order."""

MATCHING = "SELECT rowid FROM pages_search WHERE pages_search MATCH %s"


class SQLite:
    def matching(self, query: Query) -> RawSQL:
        return RawSQL(MATCHING, [expression(query)])  # noqa: S611

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        keys, parameters = among.order_by().values("pk").query.sql_with_params()
        ranking = [expression(one, fields) for one, fields in ranks(query)]
        order = ", ".join([f"(rowid IN ({MATCHING})) DESC"] * len(ranking))
        weights = ", ".join(map(str, WEIGHTS))
        # The plus keeps SQLite from looking up one key after another, each with the question anew.
        sql = f"""
            {MATCHING} AND +rowid IN ({keys})
            ORDER BY {order}, bm25(pages_search, {weights}), rowid
            LIMIT %s OFFSET %s
        """
        places: list[Any] = [max(0, stop - start), start]
        with connection.cursor() as cursor:
            cursor.execute(sql, [expression(query), *parameters, *ranking, *places])
            return [key for (key,) in cursor.fetchall()]

    def written(self, documents: Collection[SearchDocument]) -> None:
        """The triggers have done it."""


def expression(query: Query, fields: Fields = ()) -> str:
    """``query`` in the language of FTS5, in ``fields`` or in all.

    Every word is quoted, so that none is an operator.
    """
    terms = ("(" + " OR ".join(map(_phrase, term.phrases)) + ")" for term in query.terms)
    scope = f"{{{' '.join(fields)}}} : " if fields else ""
    return f"{scope}({' AND '.join(terms)})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.is_prefix else "")
