"""Full text search in PostgreSQL: two columns of the documents.

``vector`` has all their words and finds documents. ``ranking_vector`` has the words of the fields
that rank them, with labels. It is small: ranking does not read the texts of all documents found.

The vectors are built from the words in the document as they are. No dictionary, parser or extension
of the server changes them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django.db import connection

from pages.search.entries import FIELDS
from pages.search.models import ALL_KEYS, SearchDocument, SearchDocumentQuerySet
from pages.search.query import Criterion, Phrase, Query

LABELS = {"title": "A", "also": "B", "names": "B", "lede": "C", "recurring": "D"}
"""The labels of the fields in ``ranking_vector``. PostgreSQL has four. ``also`` and ``names`` share
one: no criterion of `pages.search.ranking` uses one of them without the other."""

MAX_POSITION = 16_383
"""PostgreSQL's limit for the position of a word."""


class PostgreSQLEngine:
    def matching(
        self,
        documents: SearchDocumentQuerySet,
        query: Query,
        fields: Sequence[str] = (),
        keys: tuple[int, int] = ALL_KEYS,
    ) -> SearchDocumentQuerySet:
        vector = "ranking_vector" if fields else "vector"
        found: Any = documents.extra(  # noqa: S610
            where=[f"pages_searchdocument.{vector} @@ %s::tsquery"],
            params=[tsquery(query, fields)],
        )
        return cast("SearchDocumentQuerySet", found.filter(pk__range=keys).order_by("-pk"))

    def keys(
        self,
        documents: SearchDocumentQuerySet,
        criteria: Sequence[Criterion],
        keys: tuple[int, int],
        limit: int,
    ) -> list[int]:
        condition, parameters = documents.condition
        matches = " AND ".join(
            f"pages_searchdocument.{'ranking_vector' if fields else 'vector'} @@ %s::tsquery"
            for _query, fields in criteria
        )
        matched = [tsquery(query, fields) for query, fields in criteria]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pages_searchdocument.id FROM pages_searchdocument"  # noqa: S608
                f" WHERE ({condition}) AND {matches} AND pages_searchdocument.id BETWEEN %s AND %s"
                " ORDER BY pages_searchdocument.id DESC LIMIT %s",
                [*parameters, *matched, *keys, limit],
            )
            return [key for (key,) in cursor]

    def written(self, documents: Collection[SearchDocument]) -> None:
        unlabelled = dict.fromkeys(FIELDS, "")
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE pages_searchdocument"
                " SET vector = %s::tsvector, ranking_vector = %s::tsvector WHERE id = %s",
                [
                    (tsvector(document, unlabelled), tsvector(document, LABELS), document.pk)
                    for document in documents
                ],
            )


def tsvector(document: SearchDocument, labels: Mapping[str, str]) -> str:
    """The words of the fields of ``document`` that ``labels`` names, with their positions and
    labels, in the syntax of a tsvector."""
    positions: defaultdict[str, list[str]] = defaultdict(list)
    position = 0
    for field, label in labels.items():
        for word in getattr(document, field).split():
            position = min(position + 1, MAX_POSITION)
            positions[word].append(f"{position}{label}")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in positions.items())


def tsquery(query: Query, fields: Sequence[str] = ()) -> str:
    """``query`` in the syntax of a tsquery, limited to ``fields`` if there are any.

    Every word is quoted. No word contains a quote.
    """
    labels = "".join(sorted({LABELS[field] for field in fields}))
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
    return "(" + (" <-> " if phrase.is_ordered else " & ").join(words) + ")"
