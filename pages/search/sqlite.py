"""Full text search in SQLite: two FTS5 tables, which triggers keep up to date.

``pages_search`` has all words and finds documents. ``pages_ranking`` has the words of the fields
that rank them. Looking up a common word reads all places where it stands, so the table without the
texts is many times faster.
"""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import connection

from pages.search.models import ALL_KEYS, SearchDocument, SearchDocumentQuerySet
from pages.search.query import Criterion, Phrase, Query


class SQLiteEngine:
    def matching(
        self,
        documents: SearchDocumentQuerySet,
        query: Query,
        fields: Sequence[str] = (),
        keys: tuple[int, int] = ALL_KEYS,
    ) -> SearchDocumentQuerySet:
        # FTS5 finds rows in the order of their keys, and stops with the slice of the queryset. It
        # would find all of them for a subquery.
        table = "pages_ranking" if fields else "pages_search"
        found: Any = documents.extra(  # noqa: S610
            tables=[table],
            where=[
                f"{table} MATCH %s AND {table}.rowid BETWEEN %s AND %s",
                f"{table}.rowid = pages_searchdocument.id",
            ],
            params=[match_expression(query, fields), *keys],
            order_by=[f"-{table}.rowid"],
        )
        return cast("SearchDocumentQuerySet", found)

    def keys(
        self,
        documents: SearchDocumentQuerySet,
        criteria: Sequence[Criterion],
        keys: tuple[int, int],
        limit: int,
    ) -> list[int]:
        condition, parameters = documents.condition
        tables = ["pages_ranking" if fields else "pages_search" for _query, fields in criteria]
        matches = " AND ".join(
            f"{table} MATCH %s AND {table}.rowid BETWEEN %s AND %s"
            f" AND {table}.rowid = pages_searchdocument.id"
            for table in tables
        )
        matched = [
            each for query, fields in criteria for each in (match_expression(query, fields), *keys)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {tables[0]}.rowid FROM pages_searchdocument, {', '.join(tables)}"  # noqa: S608
                f" WHERE ({condition}) AND {matches} ORDER BY {tables[0]}.rowid DESC LIMIT %s",
                [*parameters, *matched, limit],
            )
            return [key for (key,) in cursor]

    def written(self, documents: Collection[SearchDocument]) -> None:
        """Nothing to do: the triggers have indexed the words."""


def match_expression(query: Query, fields: Sequence[str] = ()) -> str:
    """``query`` in the syntax of FTS5, limited to ``fields`` if there are any.

    Every word is quoted, so that none is an operator.
    """
    terms = ("(" + " OR ".join(map(_phrase, term.phrases)) + ")" for term in query.terms)
    scope = f"{{{' '.join(fields)}}} : " if fields else ""
    return f"{scope}({' AND '.join(terms)})"


def _phrase(phrase: Phrase) -> str:
    separator = " " if phrase.is_ordered else '" AND "'
    return f'("{separator.join(phrase.words)}"' + (" *)" if phrase.is_prefix else ")")
