"""Titles are found by the other ways to type them."""

import pytest
from django.urls import reverse

from pages.search.spellings import MAX_SPELLINGS, other_spellings
from tests.factories import FilmFactory

TITLES = {
    "8½": ["8 1/2"],
    "9½ Weeks": ["9 1/2 weeks"],
    "Alien³": ["alien 3", "alien3", "alien iii"],
    "[REC]²": ["rec2", "rec 2"],
    "H₂O": ["h2o"],
    "Rocky II": ["rocky 2"],
    "Part 3": ["part iii"],
    "Star Wars: Episode IV – A New Hope": ["star wars episode 4", "episode iv"],
    "Se7en": ["seven", "se7en"],
    "M3GAN": ["megan"],
    "Fant4stic": ["fantastic"],
    "Fast & Furious": ["fast and furious", "fast & furious"],
    "Romeo + Juliet": ["romeo and juliet", "romeo und juliet"],
    "π": ["pi"],
    "12 Monkeys": ["twelve monkeys", "zwölf monkeys"],
    "Dune: Part Two": ["dune part 2", "dune 2"],
    "Ocean’s Eleven": ["oceans 11"],
    "Vier Fäuste": ["4 fäuste"],
    "The Godfather Part III": ["godfather part three", "godfather 3"],
    "20,000 Leagues": ["20000 leagues"],
    "Face/Off": ["faceoff", "face off"],
    "8MM": ["8 mm"],
    "THX 1138": ["thx1138"],
}


class TestOtherSpellings:
    @pytest.mark.parametrize(
        "title",
        ["", "M", "X", "300", "1917", "3:10 to Yuma", "I, Robot", "WALL·E", "50/50", "Catch-22"],
    )
    def test_of_most_titles_there_are_none(self, title: str) -> None:
        assert other_spellings(title) == []

    def test_are_bounded(self) -> None:
        assert len(other_spellings("1a1a1 M1M1M & ½ II + 2 ² π" * 4)) <= MAX_SPELLINGS
        assert other_spellings("a1" * 50 + "a") == []


@pytest.fixture(scope="module")
def films(module_db):
    for number, title in enumerate([*TITLES, "Alien", "Rocky", "Seventh Heaven"]):
        FilmFactory(title=title, slug=f"film-{number}")


@pytest.mark.django_db
@pytest.mark.search_index
@pytest.mark.both_databases
@pytest.mark.usefixtures("films")
class TestSearch:
    def test_finds_a_title_by_each_spelling_first(self, client):
        found = {
            typed: next(iter(titles(client, typed)), "")
            for spellings in TITLES.values()
            for typed in spellings
        }
        assert found == {typed: title for title, all_ in TITLES.items() for typed in all_}

    def test_shows_the_title_as_it_is_written(self, client):
        text = client.get(reverse("pages:search"), {"q": "rocky 2"}).text
        assert "Rocky 2</mark>" not in text
        assert "<mark>Rocky</mark> II</a>" in text

    def test_suggests_a_title_once_and_as_it_is_written(self, client):
        assert suggested(client, "romeo an juliet") == ["Romeo + Juliet"]


def titles(client, typed):
    hits = client.get(reverse("pages:search"), {"q": typed}).context.get("hits", [])
    return [hit.plain_title for hit in hits]


def suggested(client, typed):
    links = client.get(reverse("pages:search"), {"q": typed}).context.get("suggestions", [])
    return [link["name"] for link in links]
