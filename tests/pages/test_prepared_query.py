"""A prepared query has the rows of its query set."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import BigIntegerField, DateTimeField, F, QuerySet, SlugField
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.models import Edition
from editions.publishing import publish
from films.models import Film
from pages.prepared_query import Argument, PreparedQuery, SQLArgument
from tests.factories import FilmFactory, FullReviewFactory, ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(scope="module", autouse=True)
def _editions(module_db: Path) -> None:
    for slug, film in (("plain", FilmFactory()), ("pictured", FilmFactory(poster=ImageFactory()))):
        publish(review=FullReviewFactory(slug=slug, film=film))


def live(slug: Any, now: Any) -> QuerySet[Edition]:
    """With related rows, of which one may be missing, deferred columns and an annotation."""
    editions = Edition.objects.filter(review__slug=slug).live(now).select_related("film__poster")
    return editions.with_renderings().annotate(begun=F("first_live_from"))


LIVE = PreparedQuery(lambda: live(Argument("slug", SlugField()), Argument("now", DateTimeField())))


def values(edition: Edition) -> list[Any]:
    film = edition.film
    rows = [edition, edition.body, film, *([film.poster] if film.poster else [])]
    found = [{**vars(row), "_state": None} for row in rows]
    for row in found:
        row.pop("_state")
    return found


@pytest.mark.parametrize("slug", ["plain", "pictured"])
def test_has_the_same_rows_with_each_argument(
    slug: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    (wanted,) = live(slug, now)
    with django_assert_num_queries(1):
        (met,) = LIVE.rows(slug=slug, now=now)
        assert values(met) == values(wanted)
    assert isinstance(met.score, Decimal)
    assert met.get_deferred_fields() == wanted.get_deferred_fields()
    assert met.body.get_deferred_fields() == {"content", "search_text", "leaks"}


def test_has_no_rows_where_the_query_set_has_none() -> None:
    assert LIVE.rows(slug="nothing", now=timezone.now()) == []
    assert LIVE.rows(slug="plain", now=timezone.now() - timedelta(days=1)) == []


def test_takes_sql_of_any_length() -> None:
    films = PreparedQuery(
        lambda: Film.objects.filter(pk__in=SQLArgument("films", BigIntegerField())).order_by("pk")
    )
    keys = list(Film.objects.order_by("pk").values_list("pk", flat=True))
    for count in (1, 2):
        found = films.rows(films=(", ".join(["%s"] * count), keys[:count]))
        assert [film.pk for film in found] == keys[:count]
