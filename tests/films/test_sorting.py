"""One alphabetical order for every list, the same on both databases."""

from unicodedata import normalize

import pytest

from cast.models import Person
from cast.sort_names import sort_name
from films.models import Film, Franchise
from films.sorting import MAX_KEY_LENGTH, initial, sort_key, without_article
from tests.factories import FilmFactory, FranchiseFactory, PersonFactory

ORDERED = [
    "2 Days",
    "12 Days",
    "À l’aube",
    "Ágora Nights",
    "¡Aire!",
    "The Anchor",
    "Banjo",
    "Élan",
    "Öga",
    "Straße nach Nord",
    "Strasse nach Süd",
    "zebra…",
    "Zulu Dawn Patrol",
    "Врач",
    "映画",
]


class TestSortKey:
    def test_is_bounded_between_characters(self) -> None:
        assert len(sort_key("映" * 100)) <= MAX_KEY_LENGTH
        assert sort_key("映" * 100).decode() == "映" * (MAX_KEY_LENGTH // 3)

    @pytest.mark.parametrize("text", ["Élan", "m\N{COMBINING TILDE}ano", "Ångström", "が", "각"])
    def test_does_not_depend_on_the_normalization(self, text: str) -> None:
        assert sort_key(normalize("NFD", text)) == sort_key(normalize("NFC", text))

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("E\N{COMBINING ACUTE ACCENT}lan", b"elan"),
            ("m\N{COMBINING TILDE}ano", b"mano"),
            ("Light\N{SOFT HYPHEN}house", b"lighthouse"),
            ("\N{RIGHT-TO-LEFT MARK}Zulu", b"zulu"),
        ],
    )
    def test_has_no_accents_and_nothing_unseen(self, text: str, key: bytes) -> None:
        assert sort_key(text) == key

    @pytest.mark.parametrize(
        ("text", "letter"),
        [("élan", "E"), ("50 Cent", "#"), ("…", "#"), ("Øya", "O"), ("映", "映")],
    )
    def test_has_an_initial(self, text: str, letter: str) -> None:
        assert initial(text) == letter

    @pytest.mark.parametrize(
        ("title", "language", "sorted_as"),
        [
            ("The Anchor", "en", "Anchor"),
            ("THE ANCHOR", "en-gb", "ANCHOR"),
            ("“The Anchor”", "en", "Anchor”"),
            ("…the anchor", "en", "anchor"),
            ("¿La verdad?", "es", "verdad?"),
            ("(500) Days", "en", "(500) Days"),
            ("Die Brücke", "de", "Brücke"),
            ("Die Hard", "en", "Die Hard"),
            ("À l’aube", "en", "À l’aube"),
            ("L’Atalante", "fr", "Atalante"),
            ("The", "en", "The"),
            ("A.I.", "en", "A.I."),
            ("Theatre", "en", "Theatre"),
            ("The Anchor", "ja", "The Anchor"),
        ],
    )
    def test_of_a_title_leaves_out_an_article(
        self, title: str, language: str, sorted_as: str
    ) -> None:
        assert without_article(title, language) == sorted_as


@pytest.mark.django_db
@pytest.mark.both_databases
class TestLists:
    def test_of_films_are_in_order(self) -> None:
        for number, title in enumerate(reversed(ORDERED)):
            FilmFactory(title=title, slug=f"film-{number}")
        assert list(Film.objects.values_list("title", flat=True)) == ORDERED

    def test_follow_the_title_for_sorting(self) -> None:
        FilmFactory(title="M")
        film = FilmFactory(title="Se7en", sort_title="Seven")
        FilmFactory(title="Se8en")
        assert [each.title for each in Film.objects.all()] == ["M", "Se8en", "Se7en"]
        film.sort_title = ""
        film.save()
        assert [each.title for each in Film.objects.all()] == ["M", "Se7en", "Se8en"]

    def test_of_people_and_franchises_are_in_order(self) -> None:
        for name in ("Walter Stone III", "Tobias Marlow Jr.", "Kim Min-seo", "Álex Ávila"):
            PersonFactory(name=name)
        for name in ("The Matrix", "Alien", "Mad Max"):
            FranchiseFactory(name=name)
        people = [person.sort_name for person in Person.objects.all()]
        assert people == ["Ávila, Álex", "Kim Min-seo", "Marlow, Tobias, Jr.", "Stone, Walter, III"]
        assert [each.name for each in Franchise.objects.all()] == ["Alien", "Mad Max", "The Matrix"]


class TestSortName:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Ana de Armas", "Armas, Ana de"),
            ("Tobias Marlow Jr.", "Marlow, Tobias, Jr."),
            ("Sammy Price, Sr.", "Price, Sammy, Sr."),
            ("Walter Stone III", "Stone, Walter, III"),
            ("Kim Min-seo", "Kim Min-seo"),
            ("Hou Hsiao-hsien", "Hou Hsiao-hsien"),
            ("Catherine Zeta-Jones", "Zeta-Jones, Catherine"),
            ("Jean-Luc Godard", "Godard, Jean-Luc"),
            ("宮崎 駿", "宮崎 駿"),
            ("김민서", "김민서"),
            ("Cher", "Cher"),
            ("Jr.", "Jr."),
            ("", ""),
        ],
    )
    def test_has_the_family_name_first(self, name: str, expected: str) -> None:
        assert sort_name(name) == expected
