"""Search by PostgreSQL's full text: the column ``vector`` beside each document.

Titles and names are in it twice, as they are and by their stems: the film "It" is a stop word in
English. No extension is needed, as what is indexed has been folded.
"""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pages.models import SearchDocument
from pages.search.documents import FIELDS
from pages.search.engine import CLOSE, NAMED_SO, OPEN, Excerpts
from pages.search.query import Query

CONFIGURATIONS = {"en": "english", "de": "german"}
WEIGHTS = "{0.1, 0.4, 0.8, 1.0}"
"""Of the letters D to A; the fields have the letters in `VECTOR`."""

FORGIVING_LENGTH = 1
"""ts_rank divides by 1 + the logarithm of the document's length."""

TSQUERY = "(to_tsquery('simple', %s) || to_tsquery(%s::regconfig, %s))"

VECTOR = """
    setweight(to_tsvector('simple', title) || to_tsvector(%(stems)s::regconfig, title), 'A') ||
    setweight(to_tsvector('simple', also) || to_tsvector(%(stems)s::regconfig, also), 'B') ||
    setweight(to_tsvector('simple', names) || to_tsvector(%(stems)s::regconfig, names), 'C') ||
    setweight(to_tsvector('simple', lede) || to_tsvector(%(stems)s::regconfig, lede), 'C') ||
    setweight(to_tsvector(%(stems)s::regconfig, body), 'D')
"""

MARKS = f"StartSel={OPEN}, StopSel={CLOSE}"
WHOLE = f"{MARKS}, HighlightAll=true"
PIECE = f"{MARKS}, MaxFragments=1, MaxWords=30, MinWords=20, ShortWord=0"


class PostgreSQL:
    def matching(self, query: Query) -> RawSQL:
        return RawSQL(  # noqa: S611
            f"SELECT id FROM pages_searchdocument WHERE vector @@ {TSQUERY}",  # noqa: S608
            _parameters(query),
        )

    def ranked(
        self, query: Query, among: QuerySet[SearchDocument], start: int, stop: int
    ) -> list[int]:
        keys, parameters = among.order_by().values("pk").query.sql_with_params()
        sql = f"""
            SELECT id FROM pages_searchdocument WHERE id IN ({keys})
            ORDER BY {NAMED_SO},
                ts_rank(%s::real[], vector, {TSQUERY}, %s) DESC, id
            LIMIT %s OFFSET %s
        """  # noqa: S608
        named = " ".join(query.words)
        ranking: list[Any] = [named, named, WEIGHTS, *_parameters(query), FORGIVING_LENGTH]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, *ranking, max(0, stop - start), start])
            return [key for (key,) in cursor.fetchall()]

    def excerpts(self, query: Query, keys: Collection[int]) -> dict[int, Excerpts]:
        columns = ", ".join(
            f"ts_headline(%s::regconfig, {field}, {TSQUERY}, %s)" for field in FIELDS
        )
        sql = f"SELECT id, {columns} FROM pages_searchdocument WHERE id = ANY(%s)"  # noqa: S608
        parameters: list[Any] = []
        for field in FIELDS:
            options = WHOLE if field == "title" else PIECE
            parameters += [stems(), *_parameters(query), options]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, list(keys)])
            return {key: dict(zip(FIELDS, row, strict=True)) for key, *row in cursor.fetchall()}

    def written(self, keys: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE pages_searchdocument SET vector = {VECTOR} WHERE id = ANY(%(keys)s)",  # noqa: S608
                {"stems": stems(), "keys": list(keys)},
            )


def stems() -> str:
    """The text search configuration of the site's language."""
    return CONFIGURATIONS.get(settings.LANGUAGE_CODE[:2], "simple")


def _parameters(query: Query) -> list[str]:
    found = expression(query)
    return [found, stems(), found]


def expression(query: Query) -> str:
    """``query`` in the language of to_tsquery. Every word is quoted, and holds no quote."""
    return " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*)" if term.is_prefix else ")")
        for term in query.terms
    )
