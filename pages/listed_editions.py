"""Editions with all that a list shows of them, by queries that are compiled once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from django.db.models import BigIntegerField, DateTimeField, QuerySet

from editions import clock
from editions.models import Edition, EditionByline, EditionQuerySet
from pages.prepared_query import Argument, PreparedQuery, SQLArgument
from reviews.models import Critic


def listed_editions(keys: Iterable[int], moment: datetime | None = None) -> list[Edition]:
    """The editions with the primary ``keys`` that are live now, or at ``moment``, the newest first,
    as `review_cards` takes them. Two queries, none without keys."""
    keys = list(keys)
    if not keys:
        return []
    return with_bylines(_LISTED.rows(keys=keys_argument(keys), now=moment or clock.now()))


def newest_editions(limit: int) -> list[Edition]:
    """The ``limit`` newest live editions, as `review_cards` takes them. Two queries."""
    return with_bylines(_newest(limit).rows(now=clock.now()))


def with_bylines(editions: list[Edition]) -> list[Edition]:
    """``editions`` with their critics. One query, none without editions."""
    if not editions:
        return editions
    critics: dict[int, list[Critic]] = {edition.pk: [] for edition in editions}
    for byline in _BYLINES.rows(editions=keys_argument([*critics])):
        critics[byline.edition_id].append(byline.critic)
    for edition in editions:
        edition.know_critics(critics[edition.pk])
    return editions


def keys_argument(keys: Sequence[int]) -> tuple[str, Sequence[int]]:
    """``keys``, at least one, as the value of an `SQLArgument` after IN."""
    return ", ".join(["%s"] * len(keys)), keys


def _live() -> EditionQuerySet:
    return Edition.objects.live(Argument("now", DateTimeField())).for_lists()


def _bylines() -> "QuerySet[EditionByline]":
    editions = SQLArgument("editions", BigIntegerField())
    return EditionByline.objects.filter(edition_id__in=editions).order_by("position")


_LISTED = PreparedQuery(lambda: _live().filter(pk__in=SQLArgument("keys", BigIntegerField())))
_BYLINES = PreparedQuery(_bylines)


@cache
def _newest(limit: int) -> PreparedQuery[Edition]:
    return PreparedQuery(lambda: _live()[:limit])
