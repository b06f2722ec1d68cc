"""Films that an import proposes are filled from TMDB, of which a server here takes the place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from desk.tmdb.models import TmdbRecord
from films.models import Film, Franchise
from reviews.models import Review
from tests.desk.tmdb.server import FILM, KEY, Tmdb, running
from tests.factories import FilmFactory, picture_bytes
from tests.moving.exports import item, meta, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Tmdb]:
    with running(picture_bytes(7)) as tmdb:
        yield tmdb


@pytest.fixture(autouse=True)
def tmdb(server: Tmdb, settings: Settings) -> Tmdb:
    server.reset(picture_bytes(7))
    settings.TMDB_API_KEY = KEY
    settings.TMDB_URL = f"{server.url}/3"
    settings.TMDB_PICTURES_URL = f"{server.url}/pictures"
    return server


def run(tmp_path: Path, capsys: Any, *items: str, dry: bool = False) -> str:
    path = tmp_path / "export"
    path.write_text(wxr(*(items or [item(title="Ballerina (2025)")])))
    options = ["--dry-run"] if dry else []
    call_command("import_site", str(path), "--format", "wordpress", *options)
    return str(capsys.readouterr().err)


def test_fills_a_proposed_film(tmp_path: Path, capsys: Any, tmdb: Tmdb) -> None:
    run(tmp_path, capsys, dry=True)
    assert tmdb.asked == []
    run(tmp_path, capsys)
    film = Film.objects.get()
    assert (film.title, film.runtime, film.certification, film.imdb_id) == (
        *("Ballerina", 125, "R"),
        "tt7181546",
    )
    assert sorted(film.genres.values_list("name", flat=True)) == ["Action", "Thriller"]
    assert film.poster
    assert film.poster.credit == "TMDB"
    assert (film.is_confirmed, TmdbRecord.objects.get().film) == (False, film)
    # It would be public at once.
    assert not Franchise.objects.exists()
    assert Review.objects.get().film == film


def test_takes_the_film_that_the_site_has_by_its_id(tmp_path: Path, capsys: Any) -> None:
    film = FilmFactory(title="From the World of John Wick", tmdb_id=FILM["id"])
    run(tmp_path, capsys)
    assert Review.objects.get().film == film
    assert Film.objects.get() == film


def test_takes_no_other_film(tmp_path: Path, capsys: Any, tmdb: Tmdb) -> None:
    other = item(8, title="Ballerina (2025)", more=meta(imdb_id="tt0000001"))
    err = run(tmp_path, capsys, item(7, title="Ballerina (1999)"), other)
    assert err.count("TMDB has no film, or several, of this title and year.") == 2
    assert set(Film.objects.values_list("runtime", flat=True)) == {None}


def test_asks_no_more_after_some_failures(tmp_path: Path, capsys: Any, tmdb: Tmdb) -> None:
    tmdb.status = 500
    err = run(tmp_path, capsys, *(item(pk, title=f"Film {pk} (2025)") for pk in range(1, 6)))
    assert err.count("The film has no facts from TMDB. TMDB has an error of its own (500).") == 3
    assert (len(tmdb.asked), Film.objects.count()) == (3, 5)


def test_a_film_that_cannot_be_stored_is_proposed_without_facts(
    tmp_path: Path, capsys: Any, tmdb: Tmdb
) -> None:
    tmdb.film["original_title"] = "Ballerina"
    tmdb.film["title"] = "||Ballerina||"
    run(tmp_path, capsys)
    assert (Film.objects.get().title, Film.objects.get().runtime) == ("Ballerina", None)


def test_a_poster_that_cannot_be_fetched_is_left_out(
    tmp_path: Path, capsys: Any, tmdb: Tmdb
) -> None:
    tmdb.picture = b"no picture"
    assert "The poster was not taken." in run(tmp_path, capsys)
    assert Film.objects.get().runtime == 125
