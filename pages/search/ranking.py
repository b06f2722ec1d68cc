"""The order of search results, the same on every database."""

from collections.abc import Sequence

from pages.search.query import Phrase, Query, Term
from pages.search.words import EDGE

Fields = Sequence[str]


def ranks(query: Query) -> list[tuple[Query, Fields]]:
    """What puts a document before others, the weightiest first: ``query`` found in these fields.

    A title, or else a name, that is what was typed and no more; then all of it in the title, in
    titles and names, in them and the lede.
    """
    same = Query("", (Term(Phrase((EDGE, *query.words, EDGE))),))
    return [
        (same, ("title",)),
        (same, ("also", "names")),
        (query, ("title",)),
        (query, ("title", "also", "names")),
        (query, ("title", "also", "names", "lede")),
    ]
