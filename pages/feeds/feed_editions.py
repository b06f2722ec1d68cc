"""Loads the editions of a feed. Its queries are compiled once in a process."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, QuerySet

from editions import clock
from editions.models import Edition, EditionQuerySet
from films.models import Film, Genre
from pages.facets.live_reviews import newest_keys
from pages.listed_editions import keys_argument, with_bylines
from pages.listings.modification_dates import with_correction_date
from pages.prepared_query import Argument, PreparedQuery, SQLArgument

MAX_ITEMS = 20


def feed_editions() -> list[Edition]:
    """The newest live editions, the newest first, with their renderings, corrections, films,
    pictures and critics. Two queries."""
    return with_bylines(_newest(MAX_ITEMS).rows(now=clock.now()))


def feed_editions_of(filter: str, pk: int) -> list[Edition]:
    """The same of the reviews with the value of ``filter`` that is the row ``pk``, such as a
    critic. Three queries."""
    keys = newest_keys(filter, pk, MAX_ITEMS)
    if not keys:
        return []
    return with_bylines(_CHOSEN.rows(now=clock.now(), keys=keys_argument(keys)))


def genres_of(films: Collection[int]) -> defaultdict[int, list[Genre]]:
    """The genres of ``films``, primary keys, in alphabetical order. One query, none without
    films."""
    genres: defaultdict[int, list[Genre]] = defaultdict(list)
    if films:
        rows: Iterable[Any] = _GENRES.rows(films=keys_argument(sorted(films)))
        for row in rows:
            genres[row.film_id].append(row.genre)
    return genres


def _live() -> EditionQuerySet:
    now = Argument("now", DateTimeField())
    live = with_correction_date(Edition.objects.live(now), now)
    with_rows = live.select_related("review", "film", "lead_image").with_renderings()
    return with_rows.order_by("-first_live_from", "-review_id")


def _genres() -> "QuerySet[Any]":
    films = SQLArgument("films", BigIntegerField())
    rows: QuerySet[Any] = Film.genres.through._default_manager.filter(film_id__in=films)
    return rows.select_related("genre").order_by("genre__sort_key", "genre_id")


@cache
def _newest(limit: int) -> PreparedQuery[Edition]:
    return PreparedQuery(lambda: _live()[:limit])


_CHOSEN = PreparedQuery(lambda: _live().filter(pk__in=SQLArgument("keys", BigIntegerField())))
_GENRES = PreparedQuery(_genres)
