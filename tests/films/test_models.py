from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from films.models import Film, FilmSlug, Franchise, FranchiseEntry, Genre, Project
from films.timeline import Contradiction
from tests.factories import (
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
class TestFilm:
    def test_str_is_title_and_year(self) -> None:
        film = FilmFactory.build(title="Ballerina", release_date=date(2025, 6, 6))
        assert str(film) == "Ballerina (2025)"
        assert film.year == 2025

    def test_str_without_a_date_is_the_title(self) -> None:
        film = FilmFactory.build(title="Ballerina", release_date=None)
        assert str(film) == "Ballerina"
        assert film.year is None

    def test_is_ordered_by_title_then_date(self) -> None:
        dune_2021 = FilmFactory(title="Dune", slug="dune-2021", release_date=date(2021, 9, 15))
        alien = FilmFactory(title="Alien")
        dune_1984 = FilmFactory(title="Dune", slug="dune-1984", release_date=date(1984, 12, 3))
        assert list(Film.objects.all()) == [alien, dune_1984, dune_2021]

    def test_an_empty_id_is_saved_as_none(self) -> None:
        films = [FilmFactory(imdb_id="", wikidata_id="") for _ in range(2)]
        for film in films:
            film.refresh_from_db()
            assert (film.imdb_id, film.wikidata_id) == (None, None)

    def test_an_id_is_saved(self) -> None:
        film = FilmFactory(imdb_id="tt7181546", wikidata_id="Q111")
        film.refresh_from_db()
        assert (film.imdb_id, film.wikidata_id) == ("tt7181546", "Q111")


@pytest.mark.django_db
class TestSlugHistory:
    def test_a_film_is_found_by_its_present_and_former_slugs(self) -> None:
        film, other = FilmFactory(slug="ballerina"), FilmFactory()
        film.slug = "from-the-world-of-john-wick-ballerina"
        film.save()
        film.slug = "ballerina-2025"
        film.save()
        for slug in ("ballerina", "from-the-world-of-john-wick-ballerina", "ballerina-2025"):
            assert list(Film.objects.by_slug(slug)) == [film]
        assert list(Film.objects.by_slug(other.slug)) == [other]
        assert list(Film.objects.by_slug("unknown")) == []

    def test_saving_again_adds_no_slug(self) -> None:
        film = FilmFactory(slug="ballerina")
        film.save()
        assert [str(slug) for slug in FilmSlug.objects.all()] == ["ballerina"]

    def test_a_film_may_have_its_former_slug_again(self) -> None:
        film = FilmFactory(slug="ballerina")
        for slug in ("ballerina-2025", "ballerina"):
            film.slug = slug
            film.full_clean()
            film.save()
        assert [slug.slug for slug in film.slugs.all()] == ["ballerina", "ballerina-2025"]

    def test_a_former_slug_is_refused_for_another_film(self) -> None:
        film = FilmFactory(slug="ballerina")
        film.slug = "ballerina-2025"
        film.save()
        taker = FilmFactory(slug="taker")
        taker.slug = "ballerina"
        with pytest.raises(ValidationError) as refused:
            taker.full_clean()
        assert refused.value.message_dict == {
            "slug": ["Another page uses this slug or used it before. Choose another one."]
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            taker.save()
        taker.refresh_from_db()
        assert taker.slug == "taker"
        assert list(Film.objects.by_slug("ballerina")) == [film]


@pytest.mark.django_db
class TestFranchise:
    def test_deletion_deletes_entries_that_refer_to_each_other(self) -> None:
        franchise, other = FranchiseFactory(), FranchiseEntryFactory()
        first = FranchiseEntryFactory(franchise=franchise)
        second = FranchiseEntryFactory(franchise=franchise, after=first)
        first.before = second
        first.save()
        ProjectFactory(franchise=franchise)
        franchise.delete()
        assert list(FranchiseEntry.objects.all()) == [other]
        assert list(Franchise.objects.all()) == [other.franchise]
        assert Project.objects.count() == 0
        assert Film.objects.count() == 3

    @pytest.mark.parametrize("fact", ["after", "before"])
    def test_an_entry_that_another_refers_to_cannot_be_deleted(self, fact: str) -> None:
        entry = FranchiseEntryFactory()
        FranchiseEntryFactory(franchise=entry.franchise, **{fact: entry})
        with pytest.raises(RestrictedError):
            entry.delete()
        with pytest.raises(RestrictedError):
            entry.film.delete()
        assert FranchiseEntry.objects.count() == 2

    def test_in_universe_sorts_its_entries(self) -> None:
        franchise = FranchiseFactory()
        FranchiseEntryFactory()
        third = FranchiseEntryFactory(franchise=franchise, release_order=3)
        fourth = FranchiseEntryFactory(franchise=franchise, release_order=4)
        fifth = FranchiseEntryFactory(
            franchise=franchise, release_order=5, after=third, before=fourth
        )
        assert franchise.in_universe() == [third, fifth, fourth]

    def test_in_universe_raises_a_contradiction(self) -> None:
        first = FranchiseEntryFactory()
        second = FranchiseEntryFactory(franchise=first.franchise, after=first)
        FranchiseEntry.objects.filter(pk=first.pk).update(after=second)
        with pytest.raises(Contradiction):
            first.franchise.in_universe()


@pytest.mark.django_db
class TestFranchiseEntry:
    def test_str_is_the_label_or_the_film(self) -> None:
        franchise = FranchiseFactory(name="Wick")
        film = FilmFactory(title="Ballerina", release_date=date(2025, 6, 6))
        labelled = FranchiseEntryFactory.build(franchise=franchise, film=film, label="Chapter 5")
        assert str(labelled) == "Wick: Chapter 5"
        assert (
            str(FranchiseEntryFactory.build(franchise=franchise, film=film, label=""))
            == "Wick: Ballerina (2025)"
        )

    def test_is_ordered_by_franchise_then_release(self) -> None:
        a, b = FranchiseFactory(name="A"), FranchiseFactory(name="B")
        entries = [
            FranchiseEntryFactory(franchise=franchise, release_order=order)
            for franchise, order in ((b, 2), (a, 2), (b, 1), (a, 1))
        ]
        assert list(FranchiseEntry.objects.all()) == [entries[i] for i in (3, 1, 2, 0)]

    @pytest.mark.parametrize("fact", ["after", "before"])
    def test_refers_to_entries_of_its_own_franchise_only(self, fact: str) -> None:
        stranger = FranchiseEntryFactory()
        entry = FranchiseEntryFactory.build(
            franchise=FranchiseFactory(), film=FilmFactory(), **{fact: stranger}
        )
        with pytest.raises(ValidationError) as refused:
            entry.full_clean()
        assert refused.value.message_dict == {fact: ["Choose an entry of the same franchise."]}

    def test_a_contradiction_is_refused_and_its_cycle_named(self) -> None:
        franchise = FranchiseFactory(name="Wick")
        first = FranchiseEntryFactory(franchise=franchise, label="Chapter 1")
        second = FranchiseEntryFactory(franchise=franchise, label="Chapter 2", after=first)
        first.after = second
        with pytest.raises(ValidationError) as refused:
            first.full_clean()
        assert refused.value.message_dict == {
            "__all__": [
                (
                    "The in-universe order contradicts itself: "
                    "Wick: Chapter 2 → Wick: Chapter 1 → Wick: Chapter 2. "
                    "Remove one of these facts."
                )
            ]
        }

    def test_a_missing_release_order_is_the_only_error(self) -> None:
        entry = FranchiseEntryFactory.build(
            franchise=FranchiseFactory(), film=FilmFactory(), release_order=None
        )
        with pytest.raises(ValidationError) as refusal:
            entry.full_clean()
        assert list(refusal.value.message_dict) == ["release_order"]

    def test_facts_that_agree_are_accepted(self) -> None:
        first = FranchiseEntryFactory()
        third = FranchiseEntryFactory(franchise=first.franchise, after=first)
        second = FranchiseEntryFactory.build(
            franchise=first.franchise, film=FilmFactory(), after=first, before=third
        )
        second.full_clean()
        second.save()
        assert first.franchise.in_universe() == [first, second, third]


@pytest.mark.django_db
class TestGenreAndProject:
    def test_str_is_the_name_or_the_title(self) -> None:
        assert str(GenreFactory.build(name="Action")) == "Action"
        assert str(FranchiseFactory.build(name="Wick")) == "Wick"
        assert str(ProjectFactory.build(working_title="Chapter 5")) == "Chapter 5"

    def test_are_ordered_by_name_and_by_franchise(self) -> None:
        drama, action = GenreFactory(name="Drama"), GenreFactory(name="Action")
        assert list(Genre.objects.all()) == [action, drama]
        b, a = FranchiseFactory(name="B"), FranchiseFactory(name="A")
        assert list(Franchise.objects.all()) == [a, b]
        projects = [ProjectFactory(franchise=franchise) for franchise in (b, a, b)]
        assert list(Project.objects.all()) == [projects[1], projects[0], projects[2]]

    def test_a_project_remains_when_its_film_is_deleted(self) -> None:
        project = ProjectFactory(film=FilmFactory())
        project.film.delete()
        project.refresh_from_db()
        assert project.film is None
