"""Full text search in SQLite: the FTS5 table ``pages_search``, which triggers keep up to date."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.query import Phrase, Query
from pages.search.ranking import Fields, ranking_criteria

WEIGHTS = (10, 4, 4, 2, 1)
"""Of the fields of a document, in their order."""

MATCHING = "SELECT rowid FROM pages_search WHERE pages_search MATCH %s"


class SQLiteEngine:
    def matching(self, query: Query) -> RawSQL:
        return RawSQL(MATCHING, [match_expression(query)])  # noqa: S611

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        keys, parameters = among.order_by().values("pk").query.sql_with_params()
        criteria = [match_expression(one, fields) for one, fields in ranking_criteria(query)]
        order = ", ".join([f"(rowid IN ({MATCHING})) DESC"] * len(criteria))
        weights = ", ".join(map(str, WEIGHTS))
        # Without the plus SQLite looks up each key on its own and runs the full text query for it.
        sql = f"""
            {MATCHING} AND +rowid IN ({keys})
            ORDER BY {order}, bm25(pages_search, {weights}), rowid
            LIMIT %s OFFSET %s
        """
        limits: list[Any] = [max(0, stop - start), start]
        with connection.cursor() as cursor:
            cursor.execute(sql, [match_expression(query), *parameters, *criteria, *limits])
            return [key for (key,) in cursor.fetchall()]

    def written(self, documents: Collection[SearchDocument]) -> None:
        """Nothing to do: the triggers have indexed the words."""


def match_expression(query: Query, fields: Fields = ()) -> str:
    """``query`` in the syntax of FTS5, limited to ``fields`` if there are any.

    Every word is quoted, so that none is an operator.
    """
    terms = ("(" + " OR ".join(map(_phrase, term.phrases)) + ")" for term in query.terms)
    scope = f"{{{' '.join(fields)}}} : " if fields else ""
    return f"{scope}({' AND '.join(terms)})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.is_prefix else "")
