"""The order of search results, the same on every database."""

from collections.abc import Sequence

from pages.search.query import Phrase, Query, Term
from pages.search.words import LINE_BOUNDARY

Fields = Sequence[str]


def ranking_criteria(query: Query) -> list[tuple[Query, Fields]]:
    """Queries with the fields to search: a document that matches an earlier one is ranked higher.

    First a title that equals what was typed, then another title or a name that equals it, then
    documents with all terms in the title, in titles and names, and in titles, names and lede.
    """
    equal = Query("", (Term(Phrase((LINE_BOUNDARY, *query.words, LINE_BOUNDARY))),))
    return [
        (equal, ("title",)),
        (equal, ("also", "names")),
        (query, ("title",)),
        (query, ("title", "also", "names")),
        (query, ("title", "also", "names", "lede")),
    ]
