"""How people and characters are called where an editor chooses one of them."""

from collections.abc import Sequence
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


def newest_roles(people: Sequence[Person]) -> dict[int, str]:
    """For each of ``people`` their newest film, its year and the role or job: "Knives Out (2019),
    Marta". Three queries."""
    return {
        pk: _said(credit, ", ".join(each.name for each in credit.characters.all()) or credit.job)
        for pk, credit in _newest_credits(people, "person").items()
    }


def newest_performers(characters: Sequence[Character]) -> dict[int, str]:
    """For each of ``characters`` their newest film, its year and the performer. Three queries."""
    return {
        pk: _said(credit, credit.person.name if credit.person else "")
        for pk, credit in _newest_credits(characters, "characters").items()
    }


def _said(credit: Credit, who: str) -> str:
    return ", ".join(filter(None, [str(credit.film), who]))


def _newest_credits(rows: Sequence[Any], relation: str) -> dict[int, Credit]:
    """The credit in the newest film of each of ``rows``, which have credits by ``relation``."""
    if not rows:
        return {}
    newest = _newest_first(**{relation: OuterRef("pk")}).values("pk")[:1]
    model = type(rows[0])
    pairs = (
        model._default_manager.filter(pk__in=[row.pk for row in rows])
        .order_by()
        .annotate(newest=Subquery(newest))
        .values_list("pk", "newest")
    )
    keys = {pk: credit for pk, credit in pairs if credit}
    credits = Credit.objects.select_related("film").with_names().in_bulk(list(keys.values()))
    return {pk: credits[key] for pk, key in keys.items() if key in credits}


def _newest_first(**of: Any) -> QuerySet[Credit]:
    return Credit.objects.filter(**of).order_by(F("film__release_date").desc(nulls_last=True), "pk")


def _newest_film(**of: Any) -> Subquery:
    """The title of the newest film in which the row has a credit."""
    return Subquery(_newest_first(**of).values("film__title")[:1])
