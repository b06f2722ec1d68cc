"""Which documents of the search index are written again after a change."""

from typing import Any

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from cast.models import Character, Credit, Person
from editions.models import Edition
from films.models import Film, Genre
from images.public_changes import public_change
from pages.search.models import SearchDocument
from reviews.models import Critic
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    EditionFactory,
    FilmFactory,
    FranchiseFactory,
    GenreFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.search_index, pytest.mark.both_databases]


def names(film: Film) -> str:
    return document("film", film).names


def document(kind: str, row: Model) -> SearchDocument:
    return SearchDocument.objects.get(kind=kind, object_id=row.pk)


def is_written(row: Model, **values: Any) -> bool:
    """Whether saving ``row`` with ``values`` writes to the index."""
    for name, value in values.items():
        setattr(row, name, value)
    with CaptureQueriesContext(connection) as queries:
        row.save()
    return any('INSERT INTO "pages_searchdocument"' in query["sql"] for query in queries)


class TestColumns:
    @pytest.mark.parametrize(
        ("factory", "indexed", "others"),
        [
            (
                FilmFactory,
                ["title", "original_title", "tagline", "overview"],
                ["slug", "certification"],
            ),
            (PersonFactory, ["name", "biography"], ["sort_name", "slug"]),
            (FranchiseFactory, ["name", "universe_name", "overview"], ["slug"]),
            (CriticFactory, ["display_name", "bio"], ["slug"]),
            (CreditFactory, ["credited_as"], ["job"]),
        ],
    )
    def test_decide_whether_a_document_is_written(
        self, factory: Any, indexed: list[str], others: list[str]
    ) -> None:
        row = factory()
        assert [is_written(row, **{name: "new"}) for name in indexed] == [True] * len(indexed)
        assert [is_written(row, **{name: "new"}) for name in others] == [False] * len(others)

    def test_of_a_credit_that_are_no_texts(self) -> None:
        credit = CreditFactory()
        assert is_written(credit, billing_order=credit.billing_order + 1)
        assert is_written(credit, person=PersonFactory())
        assert is_written(credit, is_spoiler=True)
        assert not is_written(credit, billing="lead")

    def test_count_only_if_they_are_saved(self) -> None:
        film = FilmFactory(tagline="Before")
        film.tagline = "After"
        film.runtime = 1
        film.save(update_fields=["runtime"])
        assert "before" in document("film", film).lede
        film.save(update_fields=["tagline"])
        assert "after" in document("film", film).lede

    def test_are_compared_with_the_row_and_not_with_the_instance_that_was_loaded(self) -> None:
        film = FilmFactory(tagline="Before")
        stale = Film.objects.get()
        film.tagline = "Of another editor"
        film.save()
        stale.save()
        assert document("film", film).lede == document("film", stale).lede
        assert "before" in document("film", film).lede


class TestFilm:
    def test_keeps_its_names_when_its_texts_change(self) -> None:
        film = CreditFactory(person__name="Quill").film
        film.overview = "A comet."
        film.save()
        assert "quill" in names(film)
        assert "comet" in document("film", film).body

    def test_without_a_document_gets_a_whole_one(self) -> None:
        film = CreditFactory(person__name="Quill").film
        SearchDocument.objects.all().delete()
        film.overview = "A comet."
        film.save()
        assert "quill" in names(film)

    def test_and_its_cast_that_change_together_are_both_written(self) -> None:
        film = FilmFactory()
        with public_change():
            CreditFactory(film=film, person__name="Quill")
            film.overview = "A comet."
            film.save()
        assert "quill" in names(film)
        assert "comet" in document("film", film).body

    def test_that_loses_a_credit_to_another_film(self) -> None:
        credit = CreditFactory(person__name="Quill")
        film, credit.film = credit.film, FilmFactory()
        credit.save()
        assert "quill" not in names(film)
        assert "quill" in names(credit.film)

    def test_names_characters_after_their_person_and_all_by_billing(self) -> None:
        film = FilmFactory(genres=[GenreFactory(name="War")])
        roles = [CharacterFactory(name=name) for name in ("Zed", "Abe")]
        CreditFactory(film=film, person__name="Late", billing_order=None, characters=[])
        CreditFactory(
            film=film,
            person__name="Lead",
            billing_order=1,
            credited_as="The Lead",
            characters=roles,
        )
        words = [word for word in names(film).split() if word.isalpha()]
        assert words == ["lead", "the", "lead", "abe", "zed", "late", "war"]


class TestRelations:
    def test_of_a_film_and_a_genre_from_both_sides(self) -> None:
        film, genre = FilmFactory(), GenreFactory(name="Western")
        film.genres.add(genre)
        assert "western" in names(film)
        genre.films.remove(film)
        assert "western" not in names(film)
        genre.films.add(film)
        assert "western" in names(film)
        genre.films.clear()
        assert "western" not in names(film)
        genre.films.set([film])
        film.genres.clear()
        assert "western" not in names(film)

    def test_of_a_credit_and_a_character_from_both_sides(self) -> None:
        credit, character = CreditFactory(characters=[]), CharacterFactory(name="Zed")
        credit.characters.add(character)
        assert "zed" in names(credit.film)
        character.credits.remove(credit)
        assert "zed" not in names(credit.film)
        character.credits.add(credit)
        assert "zed" in names(credit.film)
        character.credits.clear()
        assert "zed" not in names(credit.film)
        character.credits.set([credit])
        credit.characters.set([])
        assert "zed" not in names(credit.film)

    def test_that_change_in_one_transaction_are_written_once(self) -> None:
        film = FilmFactory()
        with CaptureQueriesContext(connection) as queries, public_change():
            film.genres.set([GenreFactory(name="Western")])
            film.genres.set([GenreFactory(name="War")])
        writes = [q for q in queries if 'INSERT INTO "pages_searchdocument"' in q["sql"]]
        assert (len(writes), "war" in names(film), "western" in names(film)) == (1, True, False)


class TestDeletion:
    @pytest.mark.parametrize("in_change", [True, False])
    def test_by_a_queryset(self, in_change: bool) -> None:
        genre = GenreFactory(name="Western")
        character = CharacterFactory(name="Zed")
        film = FilmFactory(genres=[genre])
        CreditFactory(film=film, person__name="Quill", characters=[character])
        with public_change() if in_change else transaction.atomic():
            Genre.objects.all().delete()
            Character.objects.all().delete()
        assert not {"western", "zed"} & set(names(film).split())
        assert "quill" in names(film)
        with public_change() if in_change else transaction.atomic():
            Credit.objects.all().delete()
            Person.objects.all().delete()
        assert names(film) == ""
        Film.objects.all().delete()
        assert not SearchDocument.objects.exists()

    def test_of_an_edition_and_its_critic(self) -> None:
        edition = EditionFactory()
        [critic] = edition.signed_by()
        Edition.objects.all().delete()
        edition.review.delete()
        Critic.objects.all().delete()
        left = SearchDocument.objects.values_list("kind", flat=True)
        assert (critic.pk is not None, list(left)) == (True, ["film"])


class TestFixture:
    def test_rows_are_indexed_as_they_are_loaded(self) -> None:
        film = FilmFactory(title="Comet")
        fixture = serializers.serialize("json", [film]).replace("Comet", "Kestrel")
        for loaded in serializers.deserialize("json", fixture):
            loaded.save()
        assert "kestrel" in document("film", film).title
