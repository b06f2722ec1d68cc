"""Search by PostgreSQL's full text: the column ``vector`` beside each document.

Its words are the index's own, given as they are: no extension, no dictionary and no parser of the
server's has a say in them.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.query import Phrase, Query
from pages.search.ranking import Fields, ranks

LETTERS = {"title": "A", "also": "B", "names": "B", "lede": "C", "body": "D"}
"""There are four; two of the fields share one, which `pages.search.engine.ranks` never parts."""

WEIGHTS = "{0.1, 0.4, 0.8, 1.0}"
"""Of the letters D to A."""

FORGIVING_LENGTH = 1
"""ts_rank divides by 1 + the logarithm of the document's length."""

LAST_PLACE = 16_383
"""PostgreSQL numbers no more words than that."""


class PostgreSQL:
    def matching(self, query: Query) -> RawSQL:
        return RawSQL(
            "SELECT id FROM pages_searchdocument WHERE vector @@ %s::tsquery", [expression(query)]
        )

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        keys, parameters = among.order_by().values("pk").query.sql_with_params()
        ranking = [expression(one, fields) for one, fields in ranks(query)]
        order = ", ".join(["(vector @@ %s::tsquery) DESC"] * len(ranking))
        sql = f"""
            SELECT id FROM pages_searchdocument WHERE id IN ({keys})
            ORDER BY {order}, ts_rank(%s::real[], vector, %s::tsquery, %s) DESC, id
            LIMIT %s OFFSET %s
        """  # noqa: S608
        rank: list[Any] = [WEIGHTS, expression(query), FORGIVING_LENGTH]
        places = [max(0, stop - start), start]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, *ranking, *rank, *places])
            return [key for (key,) in cursor.fetchall()]

    def written(self, documents: Collection[SearchDocument]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE pages_searchdocument SET vector = %s::tsvector WHERE id = %s",
                [(vector(document), document.pk) for document in documents],
            )


def vector(document: SearchDocument) -> str:
    """The words of ``document`` with their places and letters, as a tsvector is written."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    place = 0
    for field, letter in LETTERS.items():
        for word in getattr(document, field).split():
            place = min(place + 1, LAST_PLACE)
            places[word].append(f"{place}{letter}")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def expression(query: Query, fields: Fields = ()) -> str:
    """``query`` as a tsquery is written, in ``fields`` or in all.

    Every word is quoted, and holds no quote.
    """
    letters = "".join(sorted({LETTERS[field] for field in fields}))
    return " & ".join(
        "(" + " | ".join(_phrase(phrase, letters) for phrase in term.phrases) + ")"
        for term in query.terms
    )


def _phrase(phrase: Phrase, letters: str) -> str:
    *before, last = phrase.words
    labels = [letters] * len(before) + ["*" + letters if phrase.is_prefix else letters]
    words = (
        f"'{word}'" + (f":{label}" if label else "")
        for word, label in zip([*before, last], labels, strict=True)
    )
    return "(" + " <-> ".join(words) + ")"
