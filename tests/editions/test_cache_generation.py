"""The generation: raised with whatever is public, and with nothing else."""

import pytest
from django.db import transaction
from django.db.models.signals import pre_save

from editions.cache_generation import PUBLIC_MODELS, PUBLIC_RELATIONS
from editions.models import Generation
from films.models import Genre
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def raised():
    """Whether the generation has risen since it was asked last."""
    last = Generation.objects.current()

    def risen():
        nonlocal last
        before, last = last, Generation.objects.current()
        return last > before

    return risen


class TestGeneration:
    @pytest.mark.parametrize(
        "factory", [FilmFactory, PersonFactory, CharacterFactory, ImageFactory]
    )
    def test_rises_with_a_fact_saved_or_deleted(self, factory, raised):
        fact = factory()
        assert raised()
        fact.save()
        assert raised()
        fact.delete()
        assert raised()

    def test_rises_before_the_row_is_written_and_after(self, raised):
        # Outside of a transaction a page rendered between the two keeps the old row.
        seen = []
        genre = GenreFactory()
        before = Generation.objects.current()

        def look(**signal):
            seen.append(Generation.objects.current() - before)

        pre_save.connect(look, sender=Genre)
        try:
            genre.save()
        finally:
            pre_save.disconnect(look, sender=Genre)
        assert (*seen, Generation.objects.current() - before) == (1, 2)

    def test_rises_with_the_genres_of_a_film_and_the_characters_of_a_credit(self, raised):
        film, genre = FilmFactory(), GenreFactory()
        credit, character = CreditFactory(film=film), CharacterFactory()
        raised()
        film.genres.add(genre)
        assert raised()
        credit.characters.set([character])
        assert raised()
        film.genres.clear()
        assert raised()

    def test_does_not_rise_with_the_manuscript(self, raised):
        review = FullReviewFactory()
        raised()
        review.save()
        review.sections.first().save()
        review.critiques.first().save()
        review.verdict.save()
        review.points.first().delete()
        assert not raised()

    def test_falls_back_with_its_transaction(self, raised):
        with pytest.raises(RuntimeError), transaction.atomic():
            FilmFactory()
            raise RuntimeError
        assert not raised()

    def test_is_raised_where_its_row_is_missing(self):
        Generation.objects.all().delete()
        assert Generation.objects.current() == 0
        Generation.objects.bump()
        assert Generation.objects.current() == 1

    def test_is_one_row_and_says_its_number(self):
        Generation.objects.all().delete()
        Generation(number=5).save()
        Generation(number=6).save()
        assert list(map(str, Generation.objects.all())) == ["6"]

    def test_names_every_public_model_and_no_part_of_a_review(self):
        assert {model._meta.label for model in PUBLIC_MODELS} == {
            "films.Film",
            "films.FilmSlug",
            "films.Genre",
            "films.Franchise",
            "films.FranchiseEntry",
            "films.Project",
            "cast.Person",
            "cast.Character",
            "cast.Credit",
            "reviews.Critic",
            "images.Image",
            "editions.Edition",
        }
        assert len(PUBLIC_RELATIONS) == 2
