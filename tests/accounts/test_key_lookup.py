"""The lookup ``among``."""

import pytest

from accounts.key_lookup import Among
from films.models import Film
from tests.factories import FilmFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("make", [list, set, tuple])
def test_finds_the_rows_with_the_keys(make: type) -> None:
    films = [FilmFactory() for _number in range(3)]
    keys = make(film.pk for film in films[:2])
    assert set(Film.objects.filter(pk__among=keys)) == set(films[:2])
    assert set(Film.objects.exclude(pk__among=keys)) == {films[2]}


def test_no_keys_find_nothing() -> None:
    FilmFactory()
    assert list(Film.objects.filter(pk__among=[])) == []


def test_keys_are_one_parameter() -> None:
    """Databases limit the number of parameters, SQLite to 250,000 here."""
    film = FilmFactory()
    keys = range(film.pk, film.pk + 300_000)
    assert list(Film.objects.filter(pk__among=keys)) == [film]
    _sql, parameters = Film.objects.filter(pk__among=keys).query.sql_with_params()
    assert (len(parameters), Among.lookup_name) == (1, "among")
