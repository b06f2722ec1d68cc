"""The order of search results, the same on every database.

It depends on the query and on each document alone. A statistic of the whole index, such as how many
documents have a word, would count documents that are not public, and the order of the public ones
would tell what they contain (decision 25).
"""

from collections.abc import Sequence

from django.db.models import Case, Q, QuerySet, Value, When

from pages.search.engine import engine
from pages.search.models import SearchDocument
from pages.search.query import Phrase, Query, Term
from pages.search.words import LINE_END, LINE_START

Fields = Sequence[str]


def ranked(query: Query, documents: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
    """``documents``, which all match ``query``, the best first.

    A document is ranked by the first of `ranking_criteria` that it meets. Equals are in the order
    of `SearchDocument.Kind`, then the last added first. A new edition does not change the order.
    """
    criteria = [Q(pk__in=engine().matching(*each)) for each in ranking_criteria(query)]
    kinds = [Q(kind=kind) for kind in SearchDocument.Kind.values]
    return documents.order_by(_first_met(criteria), _first_met(kinds), "-subject_id")


def ranking_criteria(query: Query) -> list[tuple[Query, Fields]]:
    """Queries with the fields to search: a document that meets an earlier one is ranked higher.

    First a title that equals what was typed, then another title or a name that equals it, then a
    title that begins with it, then documents with all terms in the title, in titles and names, in
    these and the lede, and in these and the words that recur in the text.
    """
    is_prefix = query.terms[-1].phrase.is_prefix
    equal = _single(Phrase((LINE_START, *query.words, LINE_END)))
    beginning = _single(Phrase((LINE_START, *query.words), is_prefix))
    return [
        (equal, ("title",)),
        (equal, ("also", "names")),
        (beginning, ("title",)),
        (query, ("title",)),
        (query, ("title", "also", "names")),
        (query, ("title", "also", "names", "lede")),
        (query.in_any_order(), ("title", "also", "names", "lede", "recurring")),
    ]


def _single(phrase: Phrase) -> Query:
    return Query("", (Term(phrase),))


def _first_met(conditions: Sequence[Q]) -> Case:
    """The number of the first of ``conditions`` that a document meets."""
    cases = (When(condition, then=Value(number)) for number, condition in enumerate(conditions))
    return Case(*cases, default=Value(len(conditions)))
