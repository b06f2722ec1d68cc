"""Searches the texts of working copies.

The search of the readers' site has an index of public text only. Here the texts themselves are
read, so the search is limited to the newest reviews.
"""

from collections.abc import Collection, Iterator
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q

from editions.parts import OWN_TEXTS, PARTS, SECTION, ItemKind
from editions.permissions import reviews_visible_to
from images import admin_search  # noqa: F401  (registers the lookup `has_text`)
from reviews.models import Review

MOST = 2_000
"""How many of the newest reviews are searched."""

WIDEST = 1.2
"""To look through 1,000 reviews, a query names the first and the last key if fewer than 1,200 keys
are from the one to the other. Otherwise it names each key."""


class TextSearch:
    """Looks for words in the newest of the reviews that ``user`` may see."""

    def __init__(self, user: Any) -> None:
        self._user = user

    @cached_property
    def _newest(self) -> set[int]:
        visible = reviews_visible_to(self._user).order_by("-pk")
        return set(visible.values_list("pk", flat=True)[:MOST])

    def __call__(self, word: str, within: Collection[int] | None) -> set[int]:
        """The primary keys of the reviews of which a text contains ``word``, of those ``within`` if
        it is not None. One query for each kind of item and one for the reviews themselves, or
        fewer: none looks for a review that was found before. The first call makes one query more,
        for the newest reviews.

        The keys, and not a condition: a list asks for its number of rows and for its page, and
        would read all the texts twice.
        """
        if within is not None and not within:
            return set()
        left = self._newest if within is None else self._newest.intersection(within)
        found: set[int] = set()
        for rows, review, columns in texts_of_reviews():
            if not left:
                break
            matching = rows.filter(_contain(columns, word), _covering(left, review))
            keys = left.intersection(matching.order_by().values_list(review, flat=True).distinct())
            found |= keys
            left = left - keys
        return found


def _covering(keys: set[int], column: str) -> Q:
    """A condition that is true for all ``keys`` in ``column``. It may also be true for other keys
    between the first and the last, because a database reads a range faster (`WIDEST`).
    """
    first, last = min(keys), max(keys)
    if last - first < WIDEST * len(keys):
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return Q(**{f"{column}__among": keys})


def texts_of_reviews() -> Iterator[tuple[Any, str, list[str]]]:
    """The rows with texts of reviews, their column for the review, and those with the texts. Kinds
    with long texts are first: most words of a review are in them."""
    kinds = list(dict.fromkeys(part.item for part in PARTS))
    for kind in sorted(kinds, key=lambda kind: kind is not SECTION):
        yield kind.model._default_manager, "review__pk", _columns(kind)
    yield Review.objects, "pk", [*OWN_TEXTS, "cast_introduction"]


def _columns(kind: ItemKind) -> list[str]:
    """The columns of ``kind`` with words of the review. The longest text is last, because
    databases usually do not read it if a column before it has the word."""
    columns = {field.name for field in kind.model._meta.concrete_fields if not field.is_relation}
    return [name for name in (*kind.plain, kind.text) if name in columns]


def _contain(names: list[str], word: str) -> Q:
    return reduce(or_, [Q(**{f"{name}__has_text": word}) for name in names])
