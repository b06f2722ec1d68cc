"""Facts about films from TMDB, with a server on this machine in its place."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import Settings

from accounts.roles import Role
from desk.tmdb import client as tmdb_client
from desk.tmdb.facts import read_film
from desk.tmdb.models import TmdbRecord
from films.models import Film, Franchise, Genre
from images.models import Image
from tests.desk.tmdb.server import FILM, KEY, Tmdb, running
from tests.factories import (
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    picture_bytes,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

SEARCH = "/admin/films/film/tmdb/"
FACTS = f"{SEARCH}{FILM['id']}/"


@pytest.fixture(scope="module")
def server() -> Iterator[Tmdb]:
    with running(picture_bytes(7)) as tmdb:
        yield tmdb


@pytest.fixture
def tmdb(server: Tmdb) -> Tmdb:
    server.reset(picture_bytes(7))
    return server


@pytest.fixture
def editor() -> Client:
    return signed_in(account(Role.EDITOR))


@pytest.fixture(autouse=True)
def site(server: Tmdb, settings: Settings) -> None:
    server.set_up(settings)


def take(client: Client, *names: str, film: Film | None = None, **fields: Any) -> Any:
    query = {"film": str(film.pk)} if film else {}
    comparison = page_context(client, FACTS, **query)["comparison"]
    chosen = names or [each.name for each in comparison.proposals if each.is_taken]
    form = {"take": chosen, "seen": comparison.digest, "_page": "page", **query, **fields}
    return posted(client, FACTS, form)


class TestSearch:
    def test_says_which_films_are_on_the_site(self, editor: Client, tmdb: Tmdb) -> None:
        here = FilmFactory(title="Ballerina", tmdb_id=FILM["id"])
        [hit] = editor.get(SEARCH, {"q": "Ballerina", "year": "2025"}).context["found"]
        assert (hit["title"], hit["year"], hit["here"]) == ("Ballerina", 2025, here)
        [(path, query)] = tmdb.asked
        assert path == "/3/search/movie"
        assert (query["query"], query["year"], query["language"]) == (
            ["Ballerina"],
            ["2025"],
            ["en-US"],
        )

    def test_says_what_nothing_was_found_with(self, editor: Client, tmdb: Tmdb) -> None:
        tmdb.body = b'{"results": []}'
        for year, sentence in (("", "title."), ("2025", "title and year. Try it without")):
            page = editor.get(SEARCH, {"q": "Ballerina", "year": year}).text
            assert f"TMDB finds no film with this {sentence}" in page

    def test_begins_with_the_film_to_fill(self, editor: Client, tmdb: Tmdb) -> None:
        film = FilmFactory(title="Ballerina", release_date="2025-06-04")
        [hit] = editor.get(SEARCH, {"film": film.pk}).context["found"]
        assert hit["address"] == f"{FACTS}?film={film.pk}"

    def test_without_a_key_says_what_to_set(
        self, editor: Client, tmdb: Tmdb, settings: Settings
    ) -> None:
        settings.TMDB_API_KEY = ""
        assert "put it into the environment as TMDB_API_KEY" in editor.get(SEARCH, {"q": "a"}).text
        assert tmdb.asked == []

    @pytest.mark.parametrize(
        ("status", "body", "sentence"),
        [
            (401, b"", "TMDB does not accept the site’s key."),
            (429, b"", "TMDB has been asked too often."),
            (500, b"", "TMDB has an error of its own (500)."),
            (200, b"<html>", "TMDB’s answer is not understood."),
            (200, b"[]", "TMDB’s answer is not understood."),
            (200, b"{" * (tmdb_client.MOST_BYTES + 2), "TMDB’s answer is too long."),
        ],
    )
    def test_says_what_is_wrong_with_tmdb(
        self, editor: Client, tmdb: Tmdb, status: int, body: bytes, sentence: str
    ) -> None:
        tmdb.status, tmdb.body = status, body
        assert sentence in editor.get(SEARCH, {"q": "Ballerina"}).context["problem"]

    def test_says_that_tmdb_is_not_there(
        self, editor: Client, tmdb: Tmdb, settings: Settings
    ) -> None:
        settings.TMDB_URL = "http://127.0.0.1:9"
        response = editor.get(SEARCH, {"q": "Ballerina"})
        assert response.context["problem"] == "TMDB cannot be reached. Try again later."
        assert KEY not in response.text

    def test_a_long_key_is_sent_in_a_header(
        self, editor: Client, tmdb: Tmdb, settings: Settings
    ) -> None:
        settings.TMDB_API_KEY = "e" * 200
        editor.get(SEARCH, {"q": "Ballerina"})
        assert "api_key" not in tmdb.asked[0][1]

    @pytest.mark.parametrize("role", [None, Role.CRITIC])
    @pytest.mark.parametrize("address", [SEARCH, FACTS])
    def test_is_for_those_who_may_add_films(
        self, tmdb: Tmdb, role: Role | None, address: str
    ) -> None:
        assert signed_in(account(role)).get(address).status_code == 403
        assert tmdb.asked == []


class TestANewFilm:
    def test_has_all_that_tmdb_says(self, editor: Client, tmdb: Tmdb) -> None:
        action = GenreFactory(name="Action", slug="action")
        response = take(editor)
        film = Film.objects.get()
        assert response.url == f"{FACTS}cast/{film.pk}/"
        assert (film.title, film.slug, str(film.release)) == (
            "Ballerina",
            "ballerina",
            "June 4, 2025",
        )
        assert (film.status, film.runtime, film.certification) == ("released", 125, "R")
        assert (film.tmdb_id, film.imdb_id, film.wikidata_id) == (
            541671,
            "tt7181546",
            "Q107556470",
        )
        assert [*film.genres.all()] == [action, Genre.objects.get(name="Thriller")]
        assert film.franchise_entries.get().franchise == Franchise.objects.get(name="John Wick")
        assert film.poster == Image.objects.get(alt="Poster of Ballerina", credit="TMDB")

    def test_is_made_once_if_the_form_arrives_twice(self, editor: Client, tmdb: Tmdb) -> None:
        first, second = (take(editor, "title", "release") for _time in range(2))
        film = Film.objects.get()
        assert first.url == second.url == f"{FACTS}cast/{film.pk}/"

    def test_is_chosen_beside_a_review_which_goes_on_with_the_cast(
        self, editor: Client, tmdb: Tmdb
    ) -> None:
        tmdb.picture = b"no picture"
        answer = take(editor, _panel="1").json()
        film = Film.objects.get()
        warning = answer["message"].removeprefix("“Ballerina (2025)” was saved. It is public. ")
        assert warning.startswith("The poster was not taken. “")
        assert answer == {
            "value": str(film.pk),
            "label": "Ballerina (2025)",
            "message": f"“Ballerina (2025)” was saved. It is public. {warning}",
            "next": f"{FACTS}cast/{film.pk}/",
        }
        # Nothing is said again on the next page.
        assert [*editor.get("/admin/").context["messages"]] == []

    def test_of_an_account_that_adds_no_credits_has_no_cast(self, tmdb: Tmdb) -> None:
        user = account()
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["add_film", "change_film", "view_film"])
        )
        response = take(signed_in(user))
        assert response.url == f"/admin/films/film/{Film.objects.get().pk}/change/"
        assert "Cast and crew" not in signed_in(user).get(FACTS).text

    def test_has_nothing_to_take_afterwards(self, editor: Client, tmdb: Tmdb) -> None:
        take(editor)
        assert page_context(editor, FACTS)["comparison"].proposals == []

    def test_of_a_known_title_and_year_is_not_made_without_a_word(
        self, editor: Client, tmdb: Tmdb
    ) -> None:
        same = FilmFactory(title="Ballerina", release_date="2025-06-04")
        refused = take(editor, "title", "release")
        assert refused.context_data["refusal"] == "There already is a film of this title and year."
        assert [*refused.context_data["same"]] == [same]
        assert Film.objects.count() == 1
        assert take(editor, "title", "release", another="on").status_code == 302
        assert Film.objects.exclude(pk=same.pk).get().slug == "ballerina-2025"

    def test_without_a_date_cannot_be_released(self, editor: Client, tmdb: Tmdb) -> None:
        refused = take(editor, "title", "status", "genres")
        assert refused.context_data["refusal"] == "A released film needs a release date."
        assert (Film.objects.count(), Genre.objects.count()) == (0, 0)

    def test_without_its_poster_if_the_picture_is_none(self, editor: Client, tmdb: Tmdb) -> None:
        tmdb.picture = b"no picture"
        take(editor)
        assert Film.objects.get().poster is None


class TestAFilmOfTheSite:
    @pytest.fixture
    def film(self) -> Film:
        film: Film = FilmFactory(
            title="Ballerina", release_date="2025-06-06", overview="", runtime=None
        )
        return film

    def test_keeps_what_the_site_says(self, editor: Client, tmdb: Tmdb, film: Film) -> None:
        comparison = page_context(editor, FACTS, film=str(film.pk))["comparison"]
        taken = {each.name: each.is_taken for each in comparison.proposals}
        assert (taken["overview"], taken["runtime"], taken["release"]) == (True, True, False)
        take(editor, film=film)
        film.refresh_from_db()
        assert (str(film.release), film.runtime) == ("June 6, 2025", 125)

    def test_follows_tmdb_until_an_editor_changes_a_fact(
        self, editor: Client, tmdb: Tmdb, film: Film
    ) -> None:
        take(editor, film=film)
        Film.objects.update(tagline="Ours.")
        tmdb.film |= {"tagline": "Theirs.", "runtime": 124}
        take(editor)
        film.refresh_from_db()
        assert (film.tagline, film.runtime) == ("Ours.", 124)
        # Also the next time.
        tmdb.film |= {"runtime": 126}
        take(editor)
        film.refresh_from_db()
        assert (film.tagline, film.runtime) == ("Ours.", 126)

    def test_stays_empty_where_an_editor_has_emptied_a_fact(
        self, editor: Client, tmdb: Tmdb, film: Film
    ) -> None:
        take(editor, film=film)
        Film.objects.update(overview="", runtime=None)
        tmdb.film |= {"runtime": 126}
        take(editor)
        film.refresh_from_db()
        assert (film.overview, film.runtime) == ("", None)

    def test_takes_the_one_of_tmdb_if_it_is_chosen(
        self, editor: Client, tmdb: Tmdb, film: Film
    ) -> None:
        take(editor, "release", film=film)
        film.refresh_from_db()
        assert (str(film.release), film.overview) == ("June 4, 2025", "")
        assert TmdbRecord.objects.get().facts.keys() == {"title", "status", "release"}

    def test_is_not_put_into_a_second_franchise_unasked(
        self, editor: Client, tmdb: Tmdb, film: Film
    ) -> None:
        FranchiseEntryFactory(film=film, franchise=FranchiseFactory(name="Wickverse"))
        take(editor, film=film)
        assert [str(each) for each in film.franchises.all()] == ["Wickverse"]

    def test_that_has_changed_is_shown_again(self, editor: Client, tmdb: Tmdb, film: Film) -> None:
        refused = take(editor, "overview", film=film, seen="other")
        assert "has changed. Check it again." in refused.context_data["refusal"]
        film.refresh_from_db()
        assert film.overview == ""

    def test_a_spoiler_in_a_fact_cannot_be_taken(
        self, editor: Client, tmdb: Tmdb, film: Film
    ) -> None:
        tmdb.film["overview"] = "She wins. >!He dies.!<"
        comparison = page_context(editor, FACTS, film=str(film.pk))["comparison"]
        [overview] = [each for each in comparison.proposals if each.name == "overview"]
        assert not overview.can_be_taken
        take(editor, "overview", "runtime", film=film)
        film.refresh_from_db()
        assert (film.overview, film.runtime) == ("", 125)


class TestCast:
    def test_is_a_list_that_the_next_page_reads(self, editor: Client, tmdb: Tmdb) -> None:
        film = FilmFactory()
        text = page_context(editor, f"{FACTS}cast/{film.pk}/")["cast_list"]
        assert text.splitlines() == [
            "Ana de Armas\tEve Macarro",
            "Keanu Reeves\tJohn Wick",
            "Ann Alpha\tNurse / Voice (voice)",
            "Director: Len Wiseman",
            "Writer: Shay Hatten",
        ]
        checked = posted(editor, f"/admin/cast/credit/film/{film.pk}/paste/", {"text": text})
        plan = checked.context_data["plan"]
        assert (len(plan.added), plan.problems) == (5, [])

    def test_that_cannot_be_read_is_typed(self, editor: Client, tmdb: Tmdb) -> None:
        """A panel would show any other page, such as the whole form of the film."""
        tmdb.status = 500
        context = page_context(editor, f"{FACTS}cast/{FilmFactory().pk}/")
        assert (context["cast_list"], bool(context["problem"])) == ("", True)


class TestReading:
    @pytest.mark.parametrize("value", [None, "x", [], {}, [None, 7], {"results": [{}]}])
    def test_leaves_out_what_is_not_as_it_should_be(self, value: Any) -> None:
        film = read_film(dict.fromkeys(FILM, value), "US")
        assert (film.runtime, film.release, film.status, film.cast_list) == (None, "", "", "")
        assert (film.genres, film.imdb_id, film.tmdb_id) == ((), "", 0)

    @pytest.mark.parametrize("path", ["/../x.jpg", "//e.org/x.jpg", "x.jpg", "/x.svg", ""])
    def test_asks_for_no_other_picture(self, path: str) -> None:
        with pytest.raises(tmdb_client.TmdbError):
            tmdb_client.picture(path)
