"""The generation rises with everything public, and with nothing else."""

import pytest
from django.core import serializers
from django.db import transaction
from django.db.models.signals import post_save, pre_save

from editions.cache_generation import public_models, public_relations
from editions.models import Generation
from editions.publishing import publish
from films.models import Genre
from images.public_changes import public_change
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    EditionFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def rises():
    """Returns by how much the generation has risen since the last call."""
    last = Generation.objects.current()

    def count():
        nonlocal last
        before, last = last, Generation.objects.current()
        return last - before

    return count


class TestPublicModels:
    def test_are_all_models_but_the_parts_of_a_review(self):
        assert {model._meta.label for model in public_models()} == {
            "films.Film",
            "films.FilmSlug",
            "films.AlternativeTitle",
            "films.WatchLink",
            "films.GenreSlug",
            "films.Genre",
            "films.Franchise",
            "films.FranchiseSlug",
            "films.FranchiseEntry",
            "films.Project",
            "cast.Person",
            "cast.PersonSlug",
            "cast.Character",
            "cast.Credit",
            "reviews.Critic",
            "reviews.CriticSlug",
            "reviews.ReviewSlug",
            "images.Image",
            "site_settings.SitePage",
            "site_settings.SitePageSlug",
            "site_settings.SiteSettings",
            "editions.Edition",
            "editions.EditionBody",
        }

    def test_have_two_relations(self):
        assert {relation._meta.label for relation in public_relations()} == {
            "films.Film_genres",
            "cast.Credit_characters",
        }


class TestRises:
    @pytest.mark.parametrize(
        "factory",
        [
            FilmFactory,
            GenreFactory,
            FranchiseEntryFactory,
            ProjectFactory,
            PersonFactory,
            CharacterFactory,
            CriticFactory,
            ImageFactory,
            EditionFactory,
        ],
    )
    def test_once_with_each_row_that_is_saved_or_deleted(self, factory, rises):
        row = factory()
        rises()
        row.save()
        assert rises() == 1
        row.delete()
        assert rises() == 1

    def test_before_the_row_is_written(self):
        seen = []
        genre = GenreFactory()
        before = Generation.objects.current()

        def look(**signal):
            seen.append(Generation.objects.current() - before)

        pre_save.connect(look, sender=Genre)
        post_save.connect(look, sender=Genre)
        try:
            genre.save()
        finally:
            pre_save.disconnect(look, sender=Genre)
            post_save.disconnect(look, sender=Genre)
        assert seen == [1, 1]

    def test_with_the_genres_of_a_film_and_the_characters_of_a_credit(self, rises):
        film, genre = FilmFactory(), GenreFactory()
        credit, character = CreditFactory(film=film), CharacterFactory()
        rises()
        film.genres.add(genre)
        assert rises()
        credit.characters.set([character])
        assert rises()
        film.genres.clear()
        assert rises()

    def test_with_the_same_relation_from_the_other_side(self, rises):
        film, genre = FilmFactory(), GenreFactory()
        rises()
        genre.films.add(film)
        assert rises()
        genre.films.add(film)
        assert not rises()
        genre.films.clear()
        assert rises()

    def test_with_rows_that_a_queryset_deletes(self, rises):
        GenreFactory.create_batch(2)
        rises()
        Genre.objects.all().delete()
        assert rises()

    def test_with_a_row_of_a_fixture(self, rises):
        genre = GenreFactory()
        fixture = serializers.serialize("json", [genre])
        rises()
        for loaded in serializers.deserialize("json", fixture):
            loaded.save()
        assert rises()

    def test_once_in_a_change_of_many_rows(self, rises):
        with public_change():
            credit = CreditFactory()
            credit.credited_as = "Somebody"
            credit.save()
            credit.film.genres.set(GenreFactory.create_batch(2))
            GenreFactory().delete()
        assert rises() == 1

    def test_once_with_a_publication(self, rises):
        review = FullReviewFactory()
        rises()
        publish(review=review)
        assert rises() == 1
        publish(review=review)
        assert rises() == 1

    def test_not_with_the_manuscript(self, rises):
        review = FullReviewFactory()
        rises()
        review.save()
        review.sections.first().save()
        review.critiques.first().save()
        review.verdict.save()
        review.points.first().delete()
        assert not rises()

    def test_not_with_a_transaction_that_is_rolled_back(self, rises):
        with pytest.raises(RuntimeError), transaction.atomic():
            FilmFactory()
            raise RuntimeError
        assert not rises()

    def test_with_what_remains_after_a_savepoint_was_rolled_back(self, rises):
        with public_change():
            with pytest.raises(RuntimeError), transaction.atomic():
                GenreFactory()
                raise RuntimeError
            GenreFactory()
        assert rises() == 1


class TestGenerationRow:
    def test_is_created_where_it_is_missing(self):
        Generation.objects.all().delete()
        assert Generation.objects.current() == 0
        Generation.objects.bump()
        assert Generation.objects.current() == 1

    def test_is_the_only_one_and_prints_its_number(self):
        Generation.objects.all().delete()
        Generation(number=5).save()
        Generation(number=6).save()
        assert list(map(str, Generation.objects.all())) == ["6"]
