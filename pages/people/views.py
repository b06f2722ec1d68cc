"""The list of people, and the page of a person.

A person who has only surprise appearances is in no list, and the public page answers 404: that the
person has credits here would be the surprise. Only the revealed page exists.
"""

from collections import defaultdict
from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cast.models import Credit, Person
from films.sorting import initial
from pages.cache.public_page import public_page
from pages.credits.surprises import person_surprises_html
from pages.curtains.noindex import NOINDEX, noindex
from pages.former_slugs import found_by_slug
from pages.listings.pagination import RowsByKey, canonical_url, requested_page
from pages.paths import reverse
from pages.people.page import person_context
from pages.sharing.page_metadata import list_metadata

PAGE_SIZE = 120
KNOWN_FOR = 3


@public_page("page")
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a public credit by sort name, each with the newest films."""
    people = RowsByKey(
        Person.objects.known().order_by("sort_key", "pk"),
        Person.objects.only("name", "sort_name", "slug"),
    )
    listing = requested_page(request, people, PAGE_SIZE)
    shown = list(listing)
    films = newest_films([person.pk for person in shown])
    context: dict[str, Any] = {
        "listing": listing,
        "letters": [
            {"letter": letter, "people": [_entry(person, films[person.pk]) for person in group]}
            for letter, group in groupby(shown, key=_letter)
        ],
        "canonical": canonical_url(request, listing),
    }
    entries = [(person.name, reverse("pages:person", args=[person.slug])) for person in shown]
    context["metadata"] = list_metadata(_("People"), context["canonical"], entries)
    return render(request, "pages/people.html", context)


def _letter(person: Person) -> str:
    return initial(person.sort_name)


def _entry(person: Person, films: list[str]) -> dict[str, str | list[str]]:
    return {
        "name": person.name,
        "url": reverse("pages:person", args=[person.slug]),
        "films": films,
    }


def newest_films(people: Collection[int]) -> defaultdict[int, list[str]]:
    """The titles of the `KNOWN_FOR` newest films with public credits of each of ``people``, primary
    keys. One query."""
    rows = (
        Credit.objects.public()
        .filter(person__in=people)
        .order_by(F("film__release_date").desc(nulls_first=True), "pk")
        .values_list("person", "film__title")
    )
    titles: defaultdict[int, list[str]] = defaultdict(list)
    for person, title in rows:
        of_person = titles[person]
        if len(of_person) < KNOWN_FOR and title not in of_person:
            of_person.append(title)
    return titles


by_slug = found_by_slug(lambda: Person.objects.select_related("portrait"))


@public_page("page")
@require_safe
@by_slug
def person_detail(request: HttpRequest, person: Person) -> HttpResponse:
    """A person with public credits, the surprise appearances behind a closed curtain.

    404 for a person without public credits, with the same bytes as for an unknown slug.
    """
    context = person_context(person, number=request.GET.get("page", "1"))
    if not context["page"]["is_known"]:
        raise Http404
    return render(request, "pages/person.html", context)


@public_page("page")
@require_safe
@noindex
@by_slug
def person_revealed(request: HttpRequest, person: Person) -> HttpResponse:
    """A person with the surprise appearances revealed; 404 for a person without any credit."""
    context = person_context(person, number=request.GET.get("page", "1"), revealed=True)
    if not (context["page"]["is_known"] or context["page"]["curtain"]):
        raise Http404
    return render(request, "pages/person.html", context | {"robots": NOINDEX})


@public_page()
@require_safe
@noindex
@by_slug
def person_surprises_fragment(request: HttpRequest, person: Person) -> HttpResponse:
    """The content of the curtain with the surprise appearances, which the script fetches."""
    content = person_surprises_html(person)
    if not content:
        raise Http404
    return HttpResponse(content)
