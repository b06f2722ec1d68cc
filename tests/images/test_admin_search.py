"""The search boxes and the dates of the lists in the admin."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client

from accounts.strict_admin import SEARCH_ROWS
from editions.publishing import publish
from films.models import Film
from images import admin_search
from tests.factories import (
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


def listed(client: Client, address: str, **query: str) -> list[str]:
    results = client.get(f"/admin/{address}/", query).context["cl"].result_list
    return [str(row) for row in results]


@pytest.fixture
def rows() -> None:
    former = FilmFactory(title="The Train", slug="old-train")
    former.slug = "new-train"
    former.save()
    FilmFactory(title="The Ship")
    guards = [CharacterFactory(name=f"The {rank} Guard") for rank in ("First", "Second")]
    CreditFactory(film=former, person__name="Ada Test", characters=guards)
    critic = CriticFactory(display_name="Bo Critic")
    ReviewFactory(film=former, critic=critic, headline="On rails")
    ReviewFactory(film=former, headline="Off the rails")


@pytest.mark.both_databases
@pytest.mark.parametrize("title", ["50% (or) [so]", "Come* back?+", "A.I. \\ $9 {2}", "^O'Brien|"])
def test_signs_stand_for_themselves(title: str, client: Client) -> None:
    client.force_login(AdminFactory())
    film = FilmFactory(title=title)
    FilmFactory(title="Plain words")
    assert list(Film.objects.filter(title__has_text=title.upper())) == [film]
    assert listed(client, "films/film", q=title) == [str(film)]


@pytest.mark.both_databases
def test_capitals_count_as_small_letters() -> None:
    """On SQLite only those of ASCII."""
    film = FilmFactory(title="Über Żółw")
    typed = "über ŻÓŁW" if connection.vendor == "postgresql" else "Über Żółw"
    assert list(Film.objects.filter(title__has_text=typed)) == [film]


@pytest.mark.usefixtures("rows")
class TestSearch:
    # Words are in few rows, or some of them in many, or all. Then all rows are searched, or, for
    # credits, first those of the list.
    @pytest.mark.parametrize(
        ("max_keys", "first_rows"),
        [pytest.param(100, 100, marks=pytest.mark.both_databases), (1, 0), (0, 0), (0, 100)],
    )
    @pytest.mark.parametrize(
        ("address", "typed", "found"),
        [
            ("films/film", "TRAIN", ["The Train (2020)"]),
            ("films/film", "old-train", ["The Train (2020)"]),
            ("films/film", "the", ["The Ship (2020)", "The Train (2020)"]),
            ("films/film", "train ship", []),
            ("cast/credit", "guard ada", ["Ada Test as The First Guard, The Second Guard"]),
            ("cast/credit", "train", ["Ada Test as The First Guard, The Second Guard"]),
            ("reviews/review", "bo", ["On rails"]),
            ("reviews/review", '"the rails"', ["Off the rails"]),
            ("reviews/review", "train rails", ["Off the rails", "On rails"]),
            ("reviews/review", "rails bo", ["On rails"]),
            ("reviews/review", '"', []),
        ],
    )
    def test_finds_rows_with_every_word_once(
        self,
        admin_client: Client,
        monkeypatch: pytest.MonkeyPatch,
        max_keys: int,
        first_rows: int,
        address: str,
        typed: str,
        found: list[str],
    ) -> None:
        monkeypatch.setattr(admin_search, "MAX_KEYS", max_keys)
        monkeypatch.setattr(admin_search, "FIRST_ROWS", first_rows)
        Film.objects.update(release_date=datetime(2020, 1, 1, tzinfo=UTC))
        assert listed(admin_client, address, q=typed) == found

    @pytest.mark.both_databases
    @pytest.mark.parametrize(
        ("first_rows", "found"),
        [(3, ["Cy Lee", "Cy Ray", "Cy Sun"]), (4, ["Cy Lee", "Cy Ray"])],
    )
    def test_a_list_begins_with_the_first_rows_that_match(
        self,
        admin_client: Client,
        monkeypatch: pytest.MonkeyPatch,
        first_rows: int,
        found: list[str],
    ) -> None:
        """All rows are searched if the first ones have too few matches."""
        monkeypatch.setattr(admin_search, "MAX_KEYS", 1)
        monkeypatch.setattr(admin_search, "FIRST_ROWS", first_rows)
        film = FilmFactory(title="Short")
        # After the credit of "Ada Test".
        for order, name in enumerate(("Bo Fox", "Cy Lee", "Cy Ray", "Cy Sun"), 1):
            CreditFactory(film=film, person__name=name, billing_order=order)
        rows = listed(admin_client, "cast/credit", q="cy")
        assert [name.partition(" as ")[0] for name in rows] == found

    @pytest.mark.parametrize("typed", ["trainers", '"the tower" train', "  trainers  "])
    def test_only_the_beginning_of_a_long_word_counts(
        self, admin_client: Client, monkeypatch: pytest.MonkeyPatch, typed: str
    ) -> None:
        monkeypatch.setattr(admin_search, "WORD_LENGTH", 5)
        train = str(Film.objects.get(title="The Train"))
        assert listed(admin_client, "films/film", q=typed) == [train]


def test_a_list_searches_as_many_rows_as_it_shows() -> None:
    assert admin_search.FIRST_ROWS > admin_search.MAX_KEYS >= SEARCH_ROWS


class TestDates:
    @pytest.fixture
    def films(self) -> None:
        for day in (date(2019, 12, 30), date(2021, 2, 3)):
            FilmFactory(title=f"Of {day.year}", release_date=day)

    @pytest.mark.usefixtures("films")
    @pytest.mark.parametrize(
        ("query", "titles", "found"),
        [
            ({}, ["2021", "2020", "2019"], ["Of 2019 (2019)", "Of 2021 (2021)"]),
            ({"release_date__year": "2021"}, ["January 2021", "February 2021"], ["Of 2021 (2021)"]),
            ({"release_date__year": "2020", "release_date__month": "2"}, [29], []),
            ({"release_date__year": "2030"}, [], []),
        ],
    )
    def test_are_those_from_the_first_to_the_last(
        self, admin_client: Client, query: dict[str, str], titles: list[object], found: list[str]
    ) -> None:
        response = admin_client.get("/admin/films/film/", query)
        toplinks = response.text.partition('<nav class="toplinks">')[2].partition("</nav>")[0]
        shown = re.findall(r'<a href="[^"]*">([^<]*)</a>', toplinks)
        assert (shown if titles != [29] else [len(shown)]) == titles
        assert listed(admin_client, "films/film", **query) == found

    def test_of_an_empty_list(self, admin_client: Client) -> None:
        assert admin_client.get("/admin/films/film/").status_code == 200


class TestQueries:
    @pytest.mark.parametrize("count", [1, 3])
    def test_are_a_fixed_number(
        self, admin_client: Client, count: int, django_assert_num_queries
    ) -> None:
        for _number in range(count):
            publish(review=FullReviewFactory())
        for address, queries in {
            # The search in the texts asks each table of texts.
            "reviews/review/?q=nowhere": 16,
            "reviews/review/?q=a": 24,
            "editions/edition/?q=a": 9,
            "cast/credit/": 6,
        }.items():
            with django_assert_num_queries(queries):
                admin_client.get(f"/admin/{address}")
