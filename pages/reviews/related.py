"""Related reviews, below a review."""

from typing import Any

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Least

from cast.models import Credit
from editions.models import Edition, EditionByline
from films.models import Film, FranchiseEntry, Genre
from pages.listings.cards import ReviewCard, review_cards

MAX_RELATED = 4
"""One row of cards."""

SAME_FILM = 20
SAME_FRANCHISE = 8
SHARED_PERSON = 3
MAX_SHARED_PEOPLE = 2
"""More shared people do not count: two films by one company of actors may share a dozen."""

SHARED_GENRE = 2
MAX_SHARED_GENRES = 2
SAME_CRITIC = 1


def related_reviews(edition: Edition) -> list[ReviewCard]:
    """The live reviews most related to that of ``edition``, the closest first. Two queries.

    Reviews are related by film, franchise, people, genres and critics, with the weights above. Only
    public credits count, so that no surprise appearance relates two films.
    """
    related = (
        Edition.objects.live()
        .exclude(review=edition.review_id)
        .annotate(relevance=_relevance(edition))
        .filter(relevance__gt=0)
        .for_lists()
        .order_by("-relevance", "-first_live_from", "-pk")
    )
    return review_cards(related[:MAX_RELATED])


def _relevance(edition: Edition) -> CombinedExpression:
    film = edition.film_id
    siblings = FranchiseEntry.objects.filter(franchise__entries__film=film).values("film")
    return (
        _weight_if(SAME_FILM, film=film)
        + _weight_if(SAME_FRANCHISE, film__in=siblings)
        + _weight_if(SAME_CRITIC, pk__in=_by_critics_of(edition))
        + Least(_shared_people(film), Value(MAX_SHARED_PEOPLE)) * Value(SHARED_PERSON)
        + Least(_shared_genres(film), Value(MAX_SHARED_GENRES)) * Value(SHARED_GENRE)
    )


def _by_critics_of(edition: Edition) -> QuerySet[Any, Any]:
    """The editions that a critic of ``edition`` has signed, alone or with others."""
    critics = EditionByline.objects.filter(edition=edition).values("critic")
    return EditionByline.objects.filter(critic__in=critics).values("edition")


def _weight_if(weight: int, **condition: Any) -> Case:
    return Case(When(**condition, then=Value(weight)), default=Value(0))


def _shared_people(film: int) -> Coalesce:
    """The number of people with public credits in ``film`` and in the film of a related edition."""
    here = Credit.objects.public().filter(film=film, person__isnull=False).values("person")
    there = Credit.objects.public().filter(film=OuterRef("film"), person__in=here)
    return _counted(there.order_by().values("film").annotate(n=Count("person", distinct=True)))


def _shared_genres(film: int) -> Coalesce:
    """The number of genres of ``film`` that the film of a related edition has too."""
    here = Genre.objects.filter(films=film).values("pk")
    there = Film.objects.filter(pk=OuterRef("film"), genres__in=here)
    return _counted(there.order_by().values("pk").annotate(n=Count("genres")))


def _counted(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), Value(0))
