"""Searches the texts of working copies.

The search of the readers' site has an index of public text only. Here the texts themselves are
read, so the search is limited to the newest reviews.
"""

from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from editions.parts import OWN_TEXTS, PARTS, SECTION, ItemKind
from editions.permissions import reviews_visible_to
from images import admin_search  # noqa: F401  (registers the lookup `has_text`)
from reviews.models import Review

MOST = 2_000
"""How many of the newest reviews are searched."""

FEW = 500
"""Up to so many reviews, a query names each."""

WIDEST = 3
"""A query for many reviews reads all between the first and the last, if these are at most so many
times more."""


def with_text(word: str, user: Any, within: Collection[int] | None = None) -> set[int]:
    """The primary keys of those of the newest reviews that ``user`` may see of which a text
    contains ``word``, and that are ``within`` if it is not None. One query for each kind of item
    and two more, or fewer: none looks for a review that was found before.

    The keys, and not a condition: a list asks for its number of rows and for its page, and would
    read all the texts twice.
    """
    newest = reviews_visible_to(user).order_by("-pk").values_list("pk", flat=True)[:MOST]
    left = set(newest).intersection(within) if within is not None else set(newest)
    found: set[int] = set()
    for rows, review, columns in texts_of_reviews():
        if not left:
            break
        matching = rows.filter(_contain(columns, word), _covering(left, review))
        keys = left.intersection(matching.order_by().values_list(review, flat=True).distinct())
        found |= keys
        left -= keys
    return found


def _covering(keys: set[int], column: str) -> Q:
    """The condition that ``column`` is one of ``keys``, and perhaps of others between these. The
    database takes long for a list of thousands of keys."""
    first, last = min(keys), max(keys)
    if len(keys) > FEW and last - first < WIDEST * len(keys):
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return Q(**{f"{column}__in": keys})


def texts_of_reviews() -> Iterator[tuple[Any, str, list[str]]]:
    """The rows with texts of reviews, their column for the review, and those with the texts. Kinds
    with long texts are first: most words of a review are in them."""
    kinds = list(dict.fromkeys(part.item for part in PARTS))
    for kind in sorted(kinds, key=lambda kind: kind is not SECTION):
        yield kind.model._default_manager, "review", _columns(kind)
    yield Review.objects, "pk", [*OWN_TEXTS, "cast_introduction"]


def _columns(kind: ItemKind) -> list[str]:
    """The columns of ``kind`` with words of the review. The longest text is last, because
    databases usually do not read it if a column before it has the word."""
    columns = {field.name for field in kind.model._meta.concrete_fields if not field.is_relation}
    return [name for name in (*kind.plain, kind.text) if name in columns]


def _contain(names: list[str], word: str) -> Q:
    return reduce(or_, [Q(**{f"{name}__has_text": word}) for name in names])
