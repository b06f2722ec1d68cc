"""Searches the texts of working copies.

The search of the readers' site has an index of public text only. Here the texts themselves are
read, so the search is limited to the newest reviews.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from editions.parts import OWN_TEXTS, PARTS, ItemKind
from reviews.models import Review

MOST = 2_000
"""How many of the newest reviews are searched."""


def texts_contain(word: str, reviews: QuerySet[Review]) -> Q:
    """The condition that one of the texts of a review contains ``word``, for the newest of
    ``reviews``."""
    # Each table is limited to them, so that no other row is read.
    newest = reviews.order_by("-created", "-pk").values("pk")[:MOST]
    own = Review.objects.filter(_contain([*OWN_TEXTS, "cast_introduction"], word), pk__in=newest)
    conditions = [Q(pk__in=own.order_by().values("pk"))]
    for kind in {part.item for part in PARTS}:
        rows: Any = kind.model._default_manager
        found = rows.filter(_contain(_columns(kind), word), review__in=newest)
        conditions.append(Q(pk__in=found.order_by().values("review")))
    return reduce(or_, conditions)


def _columns(kind: ItemKind) -> list[str]:
    """The columns of ``kind`` with words of the review."""
    columns = {field.name for field in kind.model._meta.concrete_fields if not field.is_relation}
    return [name for name in (kind.text, *kind.plain) if name in columns]


def _contain(names: list[str], word: str) -> Q:
    return reduce(or_, [Q(**{f"{name}__icontains": word}) for name in names])
