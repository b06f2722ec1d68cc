"""Searches the texts of working copies.

The search of the readers' site has an index of public text only. Here the texts themselves are
read, so the search is limited to the newest reviews.
"""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from editions.parts import OWN_TEXTS, PARTS, ItemKind
from editions.permissions import EVERY_REVIEW, reviews_visible_to
from images import admin_search  # noqa: F401  (registers the lookup `has_text`)
from reviews.models import Review

MOST = 2_000
"""How many of the newest reviews are searched."""


def with_text(word: str, user: Any, within: Collection[int] | None = None) -> set[int]:
    """The primary keys of those of the newest reviews that ``user`` may see of which a text
    contains ``word``, and that are ``within`` if it is not None. One query for each kind of item
    and two more.

    The keys, and not a condition: a list asks for its number of rows and for its page, and would
    read all the texts twice.
    """
    newest = reviews_visible_to(user).order_by("-pk").values_list("pk", flat=True)
    # Each table is limited, so that the database reads no other texts.
    if user.has_perm(EVERY_REVIEW):
        oldest = list(newest[MOST - 1 : MOST])
        limit: dict[str, Any] = {"gte": oldest[0]} if oldest else {}
    else:
        limit = {"in": list(newest[:MOST])}
    if within is not None:
        limit["in"] = list(set(within).intersection(limit.get("in", within)))
    own = Review.objects.filter(
        _contain([*OWN_TEXTS, "cast_introduction"], word),
        **{f"pk__{lookup}": value for lookup, value in limit.items()},
    )
    found = set(own.order_by().values_list("pk", flat=True))
    for kind in {part.item for part in PARTS}:
        rows: Any = kind.model._default_manager
        items = rows.filter(
            _contain(_columns(kind), word),
            **{f"review__{lookup}": value for lookup, value in limit.items()},
        )
        found.update(items.order_by().values_list("review", flat=True).distinct())
    return found


def _columns(kind: ItemKind) -> list[str]:
    """The columns of ``kind`` with words of the review."""
    columns = {field.name for field in kind.model._meta.concrete_fields if not field.is_relation}
    return [name for name in (kind.text, *kind.plain) if name in columns]


def _contain(names: list[str], word: str) -> Q:
    return reduce(or_, [Q(**{f"{name}__has_text": word}) for name in names])
