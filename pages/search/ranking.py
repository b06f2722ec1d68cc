"""The order of search results, the same on every database.

It depends on the query and on each document alone. A statistic of the whole index, such as how many
documents have a word, would count documents that are not public, and the order of the public ones
would tell what they contain (decision 25).
"""

from pages.search.engine import engine
from pages.search.models import SearchDocumentQuerySet, keys_of
from pages.search.query import Criterion, Phrase, Query, Term
from pages.search.words import LINE_END, LINE_START

SHORT_FIELDS = ("title", "also", "names", "lede")
"""The fields in which the last word may always be a prefix. In texts, a common prefix is
everywhere, and finding it would take seconds."""


def best(query: Query, documents: SearchDocumentQuerySet, stop: int, kind: str = "") -> list[int]:
    """The keys of the ``stop`` best of ``documents``, of one ``kind`` or all, that match ``query``,
    the best first.

    A document is ranked by the first of `ranking_criteria` that it meets. Equals are in the order
    of `SearchDocument.Kind`, then the last added first. A new edition does not change the order.
    """
    found: dict[int, None] = {}
    for criteria in ranking_criteria(query):
        # Those that met an earlier criterion may meet this one, too.
        for key in engine().keys(documents, criteria, keys_of(kind), stop + len(found)):
            if len(found) >= stop:
                return list(found)
            found.setdefault(key)
    return list(found)


def matching_keys(
    query: Query, documents: SearchDocumentQuerySet, limit: int, kind: str = ""
) -> set[int]:
    """The keys of up to ``limit`` of ``documents``, of one ``kind`` or all, that match ``query``:
    in their short fields or anywhere."""
    keys: set[int] = set()
    for criterion in ((query, SHORT_FIELDS), (query.in_texts(), ())):
        keys.update(engine().keys(documents, [criterion], keys_of(kind), limit))
    return set(sorted(keys, reverse=True)[:limit])


def ranking_criteria(query: Query) -> list[list[Criterion]]:
    """Queries with the fields to search, in lists of those that a document must meet: a document
    that meets an earlier list is ranked higher.

    First a title that equals what was typed, then another title or a name that equals it, then a
    title that begins with it, then documents with all terms in the title, in titles and names, in
    these and the lede, in these and the words that recur in the text, and anywhere.
    """
    is_prefix = query.terms[-1].phrase.is_prefix
    equal = _single(Phrase((LINE_START, *query.words, LINE_END)))
    beginning = _single(Phrase((LINE_START, *query.words), is_prefix))
    anywhere: Criterion = (query.in_texts(), ())
    recurring: Criterion = (
        query.in_texts().in_any_order(),
        (*SHORT_FIELDS, "recurring"),
    )
    has_phrase = len(query.words) > len(query.terms)
    return [
        [(equal, ("title",))],
        [(equal, ("also", "names"))],
        [(beginning, ("title",))],
        [(query, ("title",))],
        [(query, ("title", "also", "names"))],
        [(query, SHORT_FIELDS)],
        [recurring, anywhere] if has_phrase else [recurring],
        [anywhere],
    ]


def _single(phrase: Phrase) -> Query:
    return Query("", (Term(phrase),))
