"""The page of a person: what they are publicly credited for, and what reviews say of it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from cast.departments import department_name
from cast.models import Credit, Person
from films.models import Film
from images.picture_tag import picture
from pages.credits.surprises import person_curtain
from pages.credits.wording import in_words
from pages.films.page import credit_line
from pages.listings.tiles import tile
from pages.people.performances import performances_of
from pages.sharing.page_metadata import of_person

PORTRAIT_SIZES = "(min-width: 69rem) 18rem, (min-width: 46rem) 26vw, min(55vw, 14rem)"


def person_context(person: Person, *, drawn: bool = False) -> dict[str, Any]:
    """The context of ``pages/person.html``; ``drawn``: with the surprise appearances.

    ``page["is_known"]`` says whether anything of this person is public.
    """
    url = reverse("pages:person", args=[person.slug])
    credits = list(
        Credit.objects.public()
        .filter(person=person)
        .select_related("film__poster")
        .prefetch_related("characters")
        .order_by("-film__release_date", "film", "billing_order", "pk")
    )
    is_known = bool(credits)
    curtain = person_curtain(person, drawn=drawn, is_known=is_known)
    performances = performances_of([credit.pk for credit in credits])
    page = {
        "is_known": is_known,
        "name": person.name,
        "biography": person.biography,
        "portrait": picture(person.portrait, sizes=PORTRAIT_SIZES, priority=True)
        if person.portrait
        else "",
        "portrait_credit": credit_line(person.portrait),
        "filmography": filmography(credits),
        "curtain": curtain,
        "performances": performances,
        "has_curtains": bool(curtain)
        or any("<spoiler-curtain" in performance.html for performance in performances),
        "hide_all_url": url if is_known else reverse("pages:people"),
        "open_count": int(bool(curtain) and drawn),
    }
    return {
        "page": page,
        "metadata": of_person(person) if is_known and not drawn else None,
        "canonical": settings.SITE_URL + url if is_known else "",
    }


def filmography(credits: Iterable[Credit]) -> list[dict[str, Any]]:
    """``credits`` by department, acting first; a film is there once, with all that was done."""
    departments: dict[str, dict[Film, list[str]]] = {}
    for credit in credits:
        films = departments.setdefault(credit.department, {})
        films.setdefault(credit.film, []).append(in_words(credit))
    return [
        {
            "department": department_name(department),
            "tiles": [tile(film, ", ".join(filter(None, done))) for film, done in films.items()],
        }
        for department, films in sorted(
            departments.items(), key=lambda item: item[0] != Credit.ACTING
        )
    ]
