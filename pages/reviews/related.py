"""What to read after a review."""

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
from editions.models import Edition
from films.models import Film, FranchiseEntry, Genre
from pages.listings.cards import Card, cards

RELATED = 4
"""One row of the programme."""

SAME_FILM = 20
SAME_FRANCHISE = 8
SHARED_PERSON = 3
MOST_PEOPLE = 2
"""How many shared people count: two films of one troupe share a dozen."""

SHARED_GENRE = 2
MOST_GENRES = 2
SAME_CRITIC = 1


def related_to(edition: Edition) -> list[Card]:
    """Other live reviews, the nearest first: of the same film or franchise, with people or genres
    in common, by the same critic; none that is near in nothing. One query.

    People are those of public credits: a surprise appearance brings no film near.
    """
    near = (
        Edition.objects.live()
        .exclude(review=edition.review_id)
        .annotate(nearness=_nearness(edition))
        .filter(nearness__gt=0)
        .for_lists()
        .order_by("-nearness", "-first_live_from", "-pk")
    )
    return cards(near[:RELATED])


def _nearness(edition: Edition) -> CombinedExpression:
    film = edition.film_id
    siblings = FranchiseEntry.objects.filter(franchise__entries__film=film).values("film")
    return (
        _if(SAME_FILM, film=film)
        + _if(SAME_FRANCHISE, film__in=siblings)
        + _if(SAME_CRITIC, critic=edition.critic_id)
        + Least(_shared_people(film), Value(MOST_PEOPLE)) * Value(SHARED_PERSON)
        + Least(_shared_genres(film), Value(MOST_GENRES)) * Value(SHARED_GENRE)
    )


def _if(weight: int, **condition: Any) -> Case:
    return Case(When(**condition, then=Value(weight)), default=Value(0))


def _shared_people(film: int) -> Coalesce:
    """How many people have public credits of ``film`` and of the film of an edition."""
    here = Credit.objects.public().filter(film=film, person__isnull=False).values("person")
    there = Credit.objects.public().filter(film=OuterRef("film"), person__in=here)
    return _counted(there.order_by().values("film").annotate(n=Count("person", distinct=True)))


def _shared_genres(film: int) -> Coalesce:
    here = Genre.objects.filter(films=film).values("pk")
    there = Film.objects.filter(pk=OuterRef("film"), genres__in=here)
    return _counted(there.order_by().values("pk").annotate(n=Count("genres")))


def _counted(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), Value(0))
