"""How people and characters are called where an editor chooses one of them."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from cast.models import Character, Credit, Person
from images.namesakes import told_apart, with_namesakes
from images.slugs import slug_for


def people_to_choose(rows: QuerySet[Person]) -> QuerySet[Person]:
    """``rows`` with what `person_label` needs."""
    newest = _newest_film(person=OuterRef("pk"))
    return with_namesakes(rows, "sort_key", "name").annotate(newest_film=newest)


def person_label(person: Any) -> str:
    """People of one name are told apart by their slugs and their newest films."""
    return told_apart(person, person.slug, person.newest_film)


def characters_to_choose(rows: QuerySet[Character]) -> QuerySet[Character]:
    """``rows`` with what `character_label` needs."""
    played_by = Credit.objects.filter(characters=OuterRef("pk"), person__isnull=False)
    return (
        with_namesakes(rows, "sort_key")
        .select_related("franchise")
        .annotate(
            newest_film=_newest_film(characters=OuterRef("pk")),
            played_by=Subquery(played_by.by_billing().values("person__name")[:1]),
        )
    )


def character_label(character: Any) -> str:
    """Characters of one name are told apart by their franchises or films and by who plays them,
    and by a slug that is not simply made from the name."""
    slug = character.slug if character.slug != slug_for(Character, character.name) else ""
    place = character.franchise or character.newest_film
    return told_apart(character, place and str(place), character.played_by, slug)


def _newest_film(**of: Any) -> Subquery:
    """The title of the newest film in which the row has a credit."""
    credits = Credit.objects.filter(**of).order_by(
        F("film__release_date").desc(nulls_last=True), "pk"
    )
    return Subquery(credits.values("film__title")[:1])
