"""Full text search in SQLite: the FTS5 table ``pages_search``, which triggers keep up to date."""

from collections.abc import Collection, Sequence

from django.db.models.expressions import RawSQL

from pages.search.models import SearchDocument
from pages.search.query import Phrase, Query


class SQLiteEngine:
    def matching(self, query: Query, fields: Sequence[str] = ()) -> RawSQL:
        return RawSQL(
            "SELECT rowid FROM pages_search WHERE pages_search MATCH %s",
            [match_expression(query, fields)],
        )

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
