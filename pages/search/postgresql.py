"""Full text search in PostgreSQL: the column ``vector`` of the documents.

The vector is built from the words in the document as they are. No dictionary, parser or extension
of the server changes them.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.query import Phrase, Query
from pages.search.ranking import Fields, ranking_criteria

WEIGHT_LABELS = {"title": "A", "also": "B", "names": "B", "lede": "C", "body": "D"}
"""PostgreSQL has four. ``also`` and ``names`` share one: no criterion of `ranking_criteria` uses
one of them without the other."""

WEIGHTS = "{0.1, 0.4, 0.8, 1.0}"
"""Of the labels D, C, B and A."""

LENGTH_NORMALIZATION = 1
"""ts_rank divides by 1 + the logarithm of the document's length."""

MAX_POSITION = 16_383
"""PostgreSQL's limit for the position of a word."""


class PostgreSQLEngine:
    def matching(self, query: Query) -> RawSQL:
        return RawSQL(
            "SELECT id FROM pages_searchdocument WHERE vector @@ %s::tsquery", [tsquery(query)]
        )

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        keys, parameters = among.order_by().values("pk").query.sql_with_params()
        criteria = [tsquery(one, fields) for one, fields in ranking_criteria(query)]
        order = ", ".join(["(vector @@ %s::tsquery) DESC"] * len(criteria))
        sql = f"""
            SELECT id FROM pages_searchdocument WHERE id IN ({keys})
            ORDER BY {order}, ts_rank(%s::real[], vector, %s::tsquery, %s) DESC, id
            LIMIT %s OFFSET %s
        """  # noqa: S608
        rank: list[Any] = [WEIGHTS, tsquery(query), LENGTH_NORMALIZATION]
        limits = [max(0, stop - start), start]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, *criteria, *rank, *limits])
            return [key for (key,) in cursor.fetchall()]

    def written(self, documents: Collection[SearchDocument]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE pages_searchdocument SET vector = %s::tsvector WHERE id = %s",
                [(tsvector(document), document.pk) for document in documents],
            )


def tsvector(document: SearchDocument) -> str:
    """The words of ``document`` with their positions and labels, in the syntax of a tsvector."""
    positions: defaultdict[str, list[str]] = defaultdict(list)
    position = 0
    for field, label in WEIGHT_LABELS.items():
        for word in getattr(document, field).split():
            position = min(position + 1, MAX_POSITION)
            positions[word].append(f"{position}{label}")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in positions.items())


def tsquery(query: Query, fields: Fields = ()) -> str:
    """``query`` in the syntax of a tsquery, limited to ``fields`` if there are any.

    Every word is quoted. No word contains a quote.
    """
    labels = "".join(sorted({WEIGHT_LABELS[field] for field in fields}))
    return " & ".join(
        "(" + " | ".join(_phrase(phrase, labels) for phrase in term.phrases) + ")"
        for term in query.terms
    )


def _phrase(phrase: Phrase, labels: str) -> str:
    *before, last = phrase.words
    suffixes = [labels] * len(before) + ["*" + labels if phrase.is_prefix else labels]
    words = (
        f"'{word}'" + (f":{suffix}" if suffix else "")
        for word, suffix in zip([*before, last], suffixes, strict=True)
    )
    return "(" + " <-> ".join(words) + ")"
