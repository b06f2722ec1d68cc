"""The context of a person's page: public credits, and what reviews say about the performances."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F

from cast.departments import department_name
from cast.models import Credit, Person
from films.models import Film
from pages.absolute_urls import absolute_url
from pages.credits.surprises import person_curtain
from pages.credits.wording import credit_summary
from pages.listings.pagination import page_of, part_of, requested_part
from pages.listings.tiles import film_tile
from pages.paths import reverse
from pages.people.performances import performance_critiques
from pages.pictures import picture_credit, picture_html
from pages.sharing.page_metadata import person_metadata

PORTRAIT_SIZES = "(min-width: 69rem) 18rem, (min-width: 46rem) 26vw, min(55vw, 14rem)"

FILMS_ON_PAGE = 48
CRITIQUES_ON_PAGE = 12

CreditKeys = list[int]
"""The primary keys of the credits of a person in one department of one film."""


def person_context(person: Person, *, number: str = "1", revealed: bool = False) -> dict[str, Any]:
    """The context of page ``number`` of ``pages/person.html`` for ``person``, whose portrait is
    loaded. Raises `Http404` if there is no such page.

    A page has `FILMS_ON_PAGE` films and the newest critiques of performances in these.

    ``revealed``: with the surprise appearances. ``page["is_known"]`` says whether the person has
    public credits. Eight queries at most, nine if ``revealed``.
    """
    keys = films_by_department(person)
    listing = requested_part(number, (len(keys), FILMS_ON_PAGE))
    credits = _load(part_of(keys, FILMS_ON_PAGE, listing))
    is_known = bool(keys)
    curtain = ""
    if listing.number == 1:
        curtain = person_curtain(person, revealed=revealed, is_known=is_known)
    performances, has_more_performances = performance_critiques(
        [credit.pk for credit in credits], CRITIQUES_ON_PAGE
    )
    path = reverse("pages:person", args=[person.slug])
    page = {
        "is_known": is_known,
        "name": person.name,
        "biography": person.biography,
        "portrait": picture_html(person.portrait, PORTRAIT_SIZES, priority=True),
        "portrait_credit": picture_credit(person.portrait),
        "filmography": filmography(credits),
        "curtain": curtain,
        "performances": performances,
        "has_more_performances": has_more_performances,
        "has_curtains": bool(curtain)
        or any("<spoiler-curtain" in performance.html for performance in performances),
        "hide_all_url": page_of(path, listing) if is_known else reverse("pages:people"),
        "open_count": int(bool(curtain) and revealed),
    }
    canonical = absolute_url(page_of(path, listing))
    return {
        "page": page,
        "listing": listing,
        "metadata": person_metadata(person, canonical) if is_known and not revealed else None,
        "canonical": canonical if is_known else "",
    }


def films_by_department(person: Person) -> list[CreditKeys]:
    """The public credits of ``person`` by department and film: acting first, then the other
    departments; in each the newest film first. One query."""
    rows = (
        Credit.objects.public()
        .filter(person=person)
        .order_by(F("film__release_date").desc(nulls_first=True), "film", "billing_order", "pk")
        .values_list("department", "film", "pk")
    )
    departments: dict[str, dict[int, CreditKeys]] = {}
    for department, film, pk in rows:
        departments.setdefault(department, {}).setdefault(film, []).append(pk)
    by_acting = sorted(departments, key=lambda department: department != Credit.ACTING)
    return [keys for department in by_acting for keys in departments[department].values()]


def _load(groups: Iterable[CreditKeys]) -> list[Credit]:
    """The credits of ``groups`` in their order, with films, posters and characters. Two queries."""
    pks = [pk for group in groups for pk in group]
    credits = Credit.objects.select_related("film__poster").prefetch_related("characters")
    rows = credits.in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def filmography(credits: Sequence[Credit]) -> list[dict[str, Any]]:
    """``credits`` by department, in their order. A department lists each film once, with all
    jobs."""
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
        for department, films in departments.items()
    ]
