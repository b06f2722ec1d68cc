"""The index of the lists of reviews: kept counts are those that counting afresh finds."""

import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
import time_machine
from django.utils import timezone

from editions.models import Edition
from editions.publishing import PublishingRefused, cancel, publish, withdraw
from films.models import FranchiseEntry
from images.public_changes import public_change
from pages.facets import counts as counting
from pages.facets import index
from pages.facets.counts import LiveCounts
from pages.facets.counts_of_some import CountsOf, with_values
from pages.facets.live_reviews import LiveReviews
from pages.facets.models import FacetEntry, FacetPair, FacetValue
from pages.facets.values import AUDIENCE, CRITIC, FRANCHISE, GENRE, RECOMMENDATION, YEAR
from tests.factories import (
    AudienceFitFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ReviewFactory,
    VerdictFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAMES = (GENRE, FRANCHISE, YEAR, CRITIC, RECOMMENDATION, AUDIENCE)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    """Sets the present moment."""
    with time_machine.travel(NOON, tick=False) as traveller:

        class Clock:
            @property
            def now(self):
                return timezone.now()

            @now.setter
            def now(self, moment):
                traveller.move_to(moment)

        yield Clock()


def state():
    """Entries and counts, without primary keys."""
    values = {
        value.pk: (value.filter, value.key, value.value, value.label)
        for value in FacetValue.objects.all()
    }
    columns = ("edition", "value", "review_id", "first_live_from", "live_from", "live_until")
    entries = FacetEntry.objects.values_list(*columns)
    pairs = FacetPair.objects.values_list("value", "other", "filter", "count")
    return (
        Counter((values[value], edition, *rest) for edition, value, *rest in entries),
        {values[value.pk]: value.count for value in FacetValue.objects.all() if value.count},
        {(values[one], values[other], name): count for one, other, name, count in pairs},
    )


def counted(values, names, moment):
    """The choices by their number, from the live editions themselves."""
    found = CountsOf(Edition.objects.live(moment)).choices(values, names, 0)
    return {(each.filter, each.value): each.count for each in found}


def kept(values, names, moment):
    found = LiveCounts(moment).choices(values, names, 1000)
    return {(each.filter, each.value): each.count for each in found}


class TestIndex:
    @pytest.mark.parametrize("seed", range(2))
    def test_after_any_changes_is_the_one_that_is_made_anew(self, clock, monkeypatch, seed):
        monkeypatch.setattr(counting, "MAX_COUNTED", 1)
        chance = random.Random(seed)
        genres, franchises = GenreFactory.create_batch(3), FranchiseFactory.create_batch(2)
        critics = CriticFactory.create_batch(2)
        films = [FilmFactory(genres=chance.sample(genres, chance.randint(0, 3))) for _ in range(4)]
        reviews = []
        for number in range(6):
            review = ReviewFactory(film=chance.choice(films), critic=chance.choice(critics))
            VerdictFactory(review=review, recommendation=chance.choice(["mixed", "must_see"]))
            for premise in chance.sample(["a", "b", f"only {number}"], chance.randint(0, 3)):
                AudienceFitFactory(review=review, premise=premise)
            reviews.append(review)

        def change_a_fact():
            film = chance.choice(films)
            match chance.randint(0, 4):
                case 0:
                    film.genres.set(chance.sample(genres, chance.randint(0, 3)))
                case 1:
                    film.release_date = date(chance.randint(1990, 1992), 1, 1)
                    film.save()
                case 2:
                    franchise = chance.choice(franchises)
                    there = FranchiseEntry.objects.filter(film=film, franchise=franchise).first()
                    if there:
                        there.delete()
                    else:
                        FranchiseEntryFactory(film=film, franchise=franchise)
                case 3:
                    genre = chance.choice(genres)
                    genre.name, genre.slug = f"{genre.name}x", f"{genre.slug}x"
                    genre.save()
                case 4:
                    review = chance.choice(reviews)
                    signing = chance.sample(critics, chance.randint(1, 2))
                    review.sign(critic.pk for critic in signing)

        for _step in range(24):
            review = chance.choice(reviews)
            ahead = clock.now + chance.randint(1, 9) * HOUR
            actions = [
                lambda r=review: publish(review=r),
                lambda r=review, at=ahead: publish(review=r, live_from=at),
                lambda r=review: cancel(review=r),
                lambda r=review: withdraw(review=r),
                change_a_fact,
                change_a_fact,
            ]
            with public_change():
                for action in chance.sample(actions, chance.randint(1, 2)):
                    with suppress(PublishingRefused):
                        action()
            clock.now += timedelta(minutes=chance.randint(0, 90))

        for moment in (clock.now + hours * HOUR for hours in (0, 2)):
            assert kept([], NAMES, moment) == counted([], NAMES, moment)
            everything = LiveCounts(moment).choices([], NAMES, 1000)
            for value in everything:
                others = [name for name in NAMES if name != value.filter]
                assert kept([value], others, moment) == counted([value], others, moment)
            for one, other in chance.sample([*combinations(everything, 2)], 10):
                found = LiveReviews(LiveCounts(moment), [one, other])
                editions = [edition.pk for edition in found[0:1000]]
                assert len(found) == len(editions)
                assert editions == newest_first(counted_editions([one, other], moment))
        before = state()
        index.rebuild()
        after = state()
        assert before[1:] == after[1:]
        assert set(after[0]) <= set(before[0])


def counted_editions(values, moment):
    return with_values(Edition.objects.live(moment), [value.pk for value in values])


def newest_first(editions):
    return list(editions.order_by("-first_live_from", "-review_id").values_list("pk", flat=True))
