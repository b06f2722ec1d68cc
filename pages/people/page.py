"""The context of a person's page: public credits, and what reviews say about the performances."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from cast.departments import department_name
from cast.models import Credit, Person
from films.models import Film
from pages.absolute_urls import page_url
from pages.credits.surprises import person_curtain
from pages.credits.wording import credit_summary
from pages.listings.tiles import film_tile
from pages.paths import reverse
from pages.people.performances import performance_critiques
from pages.pictures import picture_credit, picture_html
from pages.sharing.page_metadata import person_metadata

PORTRAIT_SIZES = "(min-width: 69rem) 18rem, (min-width: 46rem) 26vw, min(55vw, 14rem)"


def person_context(person: Person, *, revealed: bool = False) -> dict[str, Any]:
    """The context of ``pages/person.html`` for ``person``, whose portrait is loaded.

    ``revealed``: with the surprise appearances. ``page["is_known"]`` says whether the person has
    public credits. Seven queries at most, eight if ``revealed``.
    """
    credits = list(
        Credit.objects.public()
        .filter(person=person)
        .select_related("film__poster")
        .prefetch_related("characters")
        .order_by(F("film__release_date").desc(nulls_first=True), "film", "billing_order", "pk")
    )
    is_known = bool(credits)
    curtain = person_curtain(person, revealed=revealed, is_known=is_known)
    performances = performance_critiques([credit.pk for credit in credits])
    page = {
        "is_known": is_known,
        "name": person.name,
        "biography": person.biography,
        "portrait": picture_html(person.portrait, PORTRAIT_SIZES, priority=True),
        "portrait_credit": picture_credit(person.portrait),
        "filmography": filmography(credits),
        "curtain": curtain,
        "performances": performances,
        "has_curtains": bool(curtain)
        or any("<spoiler-curtain" in performance.html for performance in performances),
        "hide_all_url": reverse("pages:person", args=[person.slug])
        if is_known
        else reverse("pages:people"),
        "open_count": int(bool(curtain) and revealed),
    }
    return {
        "page": page,
        "metadata": person_metadata(person) if is_known and not revealed else None,
        "canonical": page_url("person", person.slug) if is_known else "",
    }


def filmography(credits: Iterable[Credit]) -> list[dict[str, Any]]:
    """``credits`` by department, acting first. A department lists each film once, with all jobs."""
    departments: dict[str, dict[Film, list[str]]] = {}
    for credit in credits:
        films = departments.setdefault(credit.department, {})
        films.setdefault(credit.film, []).append(credit_summary(credit))
    return [
        {
            "department": department_name(department),
            "tiles": [
                film_tile(film, ", ".join(filter(None, done))) for film, done in films.items()
            ],
        }
        for department, films in sorted(
            departments.items(), key=lambda item: item[0] != Credit.ACTING
        )
    ]
