"""Searches the texts of working copies.

The search of the readers' site has an index of public text only. Here the texts themselves are
read, so the search is limited to the newest reviews.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from editions.parts import OWN_TEXTS, PARTS, ItemKind
from editions.permissions import EVERY_REVIEW, reviews_visible_to
from reviews.models import Review

MOST = 2_000
"""How many of the newest reviews are searched."""


def texts_contain(word: str, user: Any) -> Q:
    """The condition that one of the texts of a review contains ``word``, for the newest reviews
    that ``user`` may see. One query, for the oldest of these."""
    visible = reviews_visible_to(user)
    newest = visible.order_by("-pk").values_list("pk", flat=True)
    # Each table is limited, so that the database reads no other texts.
    oldest = list(newest[MOST - 1 : MOST])
    limit: dict[str, Any] = {"gte": oldest[0]} if oldest else {}
    if not user.has_perm(EVERY_REVIEW):
        limit["in"] = newest[:MOST]
    own = Review.objects.filter(
        _contain([*OWN_TEXTS, "cast_introduction"], word),
        **{f"pk__{lookup}": value for lookup, value in limit.items()},
    )
    conditions = [Q(pk__in=own.order_by().values("pk"))]
    for kind in {part.item for part in PARTS}:
        rows: Any = kind.model._default_manager
        found = rows.filter(
            _contain(_columns(kind), word),
            **{f"review__{lookup}": value for lookup, value in limit.items()},
        )
        conditions.append(Q(pk__in=found.order_by().values("review")))
    return reduce(or_, conditions)


def _columns(kind: ItemKind) -> list[str]:
    """The columns of ``kind`` with words of the review."""
    columns = {field.name for field in kind.model._meta.concrete_fields if not field.is_relation}
    return [name for name in (kind.text, *kind.plain) if name in columns]


def _contain(names: list[str], word: str) -> Q:
    return reduce(or_, [Q(**{f"{name}__icontains": word}) for name in names])
