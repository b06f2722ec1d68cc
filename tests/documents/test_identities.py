"""Whom and what a document means by its names: no two names become one row, no name two."""

from pathlib import Path
from typing import Any

import pytest

from cast.models import Character, Credit, Person
from documents.exporting import export_review
from documents.importing import Imported
from films.models import Film, Franchise, Genre
from reviews.models import ContentNoteLabel, Critic
from tests.documents.sample_documents import document, errors, imported
from tests.factories import (
    CharacterFactory,
    ContentNoteLabelFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseFactory,
    GenreFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

FRONT = """\
headline: A headline
slug: short
critic: Vera Lind
film: {title: Night Train, slug: night-train, release_date: 1999-03-04}
"""


def with_people(*names: str) -> str:
    people = "".join(
        f"  - {{person: {name}, department: Camera, job: Operator}}\n" for name in names
    )
    return document(f"{FRONT}credits:\n{people}", "Text.")


def with_roles(*names: str) -> str:
    roles = "".join(f"  - {{characters: [{name}]}}\n" for name in names)
    return document(f"{FRONT}credits:\n{roles}", "Text.")


def people() -> list[tuple[str, str]]:
    return sorted(Person.objects.values_list("name", "slug"))


def characters() -> list[tuple[str, str]]:
    return sorted(Character.objects.values_list("name", "slug"))


def warnings(result: Imported) -> list[tuple[int, str]]:
    return [(finding.line, finding.sentence) for finding in result.warnings]


class TestNewNames:
    def test_names_of_every_script_are_different_people(self, tmp_path: Path) -> None:
        names = ["J・K・見本", "J・K・別人", "Łukasz Próba", "Ukasz Proba", "Øst", "St"]
        imported(tmp_path, with_people(*names))
        assert people() == sorted(
            zip(
                names,
                ["j-k-jianben", "j-k-bieren", "lukasz-proba", "ukasz-proba", "ost", "st"],
                strict=True,
            )
        )

    @pytest.mark.parametrize("stored", [None, "J. J. Abrams", "J.J. Abrams"])
    def test_spaces_after_initials_make_no_second_person(
        self, tmp_path: Path, stored: str | None
    ) -> None:
        if stored:
            PersonFactory(name=stored, slug="jja")
        imported(tmp_path, with_people("J.J. Abrams", "J. J. Abrams", "J.J.Abrams"))
        assert people() == [(stored, "jja") if stored else ("J.J. Abrams", "jj-abrams")]

    def test_one_role_of_two_people_is_one_character(self, tmp_path: Path) -> None:
        imported(tmp_path, with_roles("Врач 1", "Матрос 1", "Матрос 1", "刑事A", "医者A"))
        assert characters() == [
            ("Врач 1", "vrach-1"),
            ("Матрос 1", "matros-1"),
            ("刑事A", "xingshia"),
            ("医者A", "yizhea"),
        ]

    def test_two_names_with_one_slug_are_an_error(self, tmp_path: Path) -> None:
        assert errors(tmp_path, with_people("Weiß", "Weiss")) == [
            (
                8,
                (
                    "“Weiss” has the slug “weiss”, as “Weiß” on line 7 has. Write one of them as "
                    "{name: …, slug: …} with another slug."
                ),
            )
        ]
        imported(tmp_path, with_people("Weiß", "{name: Weiss, slug: weiss-2}"))
        assert people() == [("Weiss", "weiss-2"), ("Weiß", "weiss")]

    def test_one_name_with_and_without_a_slug_is_an_error(self, tmp_path: Path) -> None:
        assert errors(tmp_path, with_people("Ann", "{name: Ann, slug: ann-2}")) == [
            (
                7,
                (
                    "“Ann” has the slug “ann-2” on line 8 and none here. Write the slug here, too, "
                    "or another one for somebody else of this name."
                ),
            )
        ]
        imported(tmp_path, with_people("{name: Ann, slug: ann}", "{name: Ann, slug: ann-2}"))
        assert people() == [("Ann", "ann"), ("Ann", "ann-2")]


class TestStoredNames:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Łukasz Próbny", "lukasz-probny"),
            ("Łukasz Próbny", "ukasz-probny"),
            ("ŁUKASZ PRÓBNY", "lukasz-probny"),
            ("Łukasz Pro\u0301bny", "l-p"),
        ],
    )
    def test_same_name_is_the_same_person(self, tmp_path: Path, name: str, slug: str) -> None:
        PersonFactory(name=name, slug=slug)
        for update in (False, True):
            imported(tmp_path, with_people("Łukasz Próbny"), update=update)
            assert Person.objects.get().slug == slug
            assert Credit.objects.count() == 1

    def test_name_decides_before_the_slug(self, tmp_path: Path) -> None:
        PersonFactory(name="Lukasz Probny")
        PersonFactory(name="Łukasz Próbny", slug="lukasz-2")
        imported(tmp_path, with_people("Łukasz Próbny"))
        assert Credit.objects.get().person.slug == "lukasz-2"

    @pytest.mark.parametrize("update", [False, True])
    def test_same_slug_of_another_name_is_an_error(self, tmp_path: Path, update: bool) -> None:
        PersonFactory(name="Lukasz Probny")
        assert errors(tmp_path, with_people("Łukasz Próbny"), update=update) == [
            (
                7,
                (
                    "The slug of “Łukasz Próbny” would be “lukasz-probny”, which belongs to "
                    "“Lukasz Probny”. If that is the one that you mean, write “Lukasz Probny”; if "
                    "not, write {name: …, slug: …} with another slug."
                ),
            )
        ]

    def test_own_slug_of_another_name_is_an_error_or_renames(self, tmp_path: Path) -> None:
        PersonFactory(name="Ann Alpha")
        text = with_people("{name: Bob Beta, slug: ann-alpha}")
        assert errors(tmp_path, text) == [
            (
                7,
                (
                    "The slug “ann-alpha” belongs to “Ann Alpha”, not to “Bob Beta”. Write that "
                    "name or another slug, or import with --update to change the name."
                ),
            )
        ]
        assert warnings(imported(tmp_path, text, update=True)) == [
            (7, "“Ann Alpha” (ann-alpha) gets the name “Bob Beta”.")
        ]
        assert people() == [("Bob Beta", "ann-alpha")]

    def test_former_slug_means_the_same_person_or_is_an_error(self, tmp_path: Path) -> None:
        person = PersonFactory(name="Ann", slug="ann")
        person.slug = "ann-alpha"
        person.save()
        [(line, sentence)] = errors(tmp_path, with_people("{name: Bob, slug: ann}"))
        assert (line, "belongs to “Ann”" in sentence) == (7, True)
        imported(tmp_path, with_people("{name: Ann, slug: ann}", "Ann"))
        assert people() == [("Ann", "ann-alpha")]

    def test_name_of_several_needs_a_slug(self, tmp_path: Path) -> None:
        for slug in ("ann-1", "ann-2"):
            PersonFactory(name="Ann", slug=slug)
        assert errors(tmp_path, with_people("Ann")) == [
            (
                7,
                (
                    "“Ann” is the name of several: “ann-1”, “ann-2”. Write {name: …, slug: …} with "
                    "the slug of the one that you mean."
                ),
            )
        ]
        imported(tmp_path, with_people("{name: Ann, slug: ann-2}"))
        assert Credit.objects.get().person.slug == "ann-2"

    def test_second_person_of_a_name_is_a_warning(self, tmp_path: Path) -> None:
        PersonFactory(name="Ann")
        assert warnings(imported(tmp_path, with_people("{name: Ann, slug: ann-2}"))) == [
            (
                7,
                (
                    "“Ann” exists with the slug “ann”. With the slug “ann-2” this is a second one "
                    "of the same name."
                ),
            )
        ]

    def test_character_is_matched_by_name_in_the_film(self, tmp_path: Path) -> None:
        film = FilmFactory(title="Night Train", slug="night-train")
        for name, slug in (("Врач 1", "1"), ("Матрос 1", "2")):
            role = CharacterFactory(name=name, slug=slug)
            CreditFactory(film=film, person=None, characters=[role])
        CharacterFactory(name="Матрос 1", slug="elsewhere")
        imported(tmp_path, with_roles("Матрос 1", "Врач 1"))
        assert Credit.objects.count() == 2
        assert Character.objects.count() == 3

    def test_character_with_the_slug_of_another_is_an_error(self, tmp_path: Path) -> None:
        film = FilmFactory(title="Night Train", slug="night-train")
        CreditFactory(film=film, characters=[CharacterFactory(name="Weiss")])
        [(line, sentence)] = errors(tmp_path, with_roles("Weiß"))
        assert (line, "belongs to “Weiss”" in sentence) == (7, True)


def test_a_person_has_the_name_for_sorting_of_the_document(tmp_path: Path) -> None:
    text = with_people('{name: Chow Yun-Fat, sort_name: "Chow, Yun-Fat"}', "Kim Min-seo")
    assert imported(tmp_path, text).outcome == "created"
    assert sorted(Person.objects.values_list("sort_name", flat=True)) == [
        "Chow, Yun-Fat",
        "Kim Min-seo",
    ]
    exported = export_review("short").text
    assert 'sort_name: "Chow, Yun-Fat"' in exported
    assert exported.count("sort_name") == 1
    assert imported(tmp_path, exported, update=True).outcome == "unchanged"


class TestOtherModels:
    @pytest.mark.parametrize(
        ("stored", "text", "line"),
        [
            (lambda: CriticFactory(display_name="Véra Lind", slug="vera-lind"), FRONT, 4),
            (
                lambda: GenreFactory(name="Drame noir", slug="drama"),
                FRONT.replace("04}", "04, genres: [Drama]}"),
                5,
            ),
            (
                lambda: FranchiseFactory(name="Linien", slug="the-line"),
                FRONT.replace("04}", "04, franchise: {name: The Line}}"),
                5,
            ),
            (
                lambda: FilmFactory(title="Nattåget", slug="night-train"),
                FRONT,
                5,
            ),
            (
                lambda: FilmFactory(title="Nattåget", slug="day-train"),
                FRONT + "related_films:\n  - {title: Day Train, slug: day-train}\n",
                7,
            ),
        ],
    )
    def test_slug_of_another_name_is_an_error(
        self, tmp_path: Path, stored: Any, text: str, line: int
    ) -> None:
        name = str(stored())
        [(found, sentence)] = errors(tmp_path, document(text, "Text."))
        assert (found, name in sentence) == (line, True)

    def test_label_with_the_slug_of_another_is_an_error(self, tmp_path: Path) -> None:
        ContentNoteLabelFactory(name="Gewalt, Weiß", slug="weiss")
        [(line, sentence)] = errors(tmp_path, document(FRONT, "## Notes {.notes}\n\n- Weiss\n"))
        assert (line, "“Gewalt, Weiß”" in sentence) == (10, True)

    @pytest.mark.parametrize(
        ("model", "text"),
        [
            (Genre, FRONT.replace("04}", "04, genres: [{name: Noir, slug: film-noir}]}")),
            (
                Franchise,
                FRONT.replace("04}", "04, franchise: {name: {name: Noir, slug: film-noir}}}"),
            ),
        ],
    )
    def test_second_slug_of_a_unique_name_is_an_error(
        self, tmp_path: Path, model: Any, text: str
    ) -> None:
        model.objects.create(name="Noir", slug="noir")
        assert errors(tmp_path, document(text, "Text.")) == [
            (5, "“Noir” has the slug “noir”. Write that slug, or the name alone.")
        ]

    def test_film_under_review_gets_its_title_by_an_update(self, tmp_path: Path) -> None:
        FilmFactory(title="Nattåget", slug="night-train")
        result = imported(tmp_path, document(FRONT, "Text."), update=True)
        assert warnings(result) == [(5, "“Nattåget (2025)” gets the title “Night Train”.")]
        assert Film.objects.get().title == "Night Train"

    def test_film_is_known_by_its_original_title(self, tmp_path: Path) -> None:
        FilmFactory(title="Nattåget", original_title="NIGHT TRAIN", slug="night-train")
        assert imported(tmp_path, document(FRONT, "Text.")).review.film.title == "Nattåget"

    def test_second_film_of_a_title_and_year_is_a_warning(self, tmp_path: Path) -> None:
        FilmFactory(title="Night Train", slug="night-train-1999", release_date="1999-01-01")
        assert warnings(imported(tmp_path, document(FRONT, "Text."))) == [
            (
                5,
                (
                    "“Night Train (1999)” exists with the slug “night-train-1999”. With the slug "
                    "“night-train” this is a second one of the same name."
                ),
            )
        ]

    def test_critic_of_another_slug_is_matched_by_name(self, tmp_path: Path) -> None:
        CriticFactory(display_name="Vera Lind", slug="vl")
        imported(tmp_path, document(FRONT, "Text."))
        assert Critic.objects.get().slug == "vl"
        assert ContentNoteLabel.objects.count() == 0


class TestExport:
    def test_name_of_several_is_written_with_its_slug(self, tmp_path: Path) -> None:
        imported(tmp_path, with_people("Ann", "Bob"))
        PersonFactory(name="Ann", slug="ann-2")
        lines = export_review("short").text.splitlines()
        assert [line for line in lines if "person:" in line] == [
            "  - {person: {name: Ann, slug: ann}, department: Camera, job: Operator}",
            "  - {person: Bob, department: Camera, job: Operator}",
        ]

    def test_names_of_every_script_come_back(self, tmp_path: Path) -> None:
        names = ["J・K・見本", "Łukasz Próba", "Врач 1", "{name: Ann, slug: a}"]
        imported(tmp_path, with_people(*names))
        text = export_review("short").text
        assert imported(tmp_path, text, update=True).outcome == "unchanged"
        assert export_review("short").text == text
