"""The list of people, and the page of a person.

A person who has only surprise appearances is in no list, and the public page answers 404: that the
person has credits here would be the surprise. Only the revealed page exists.
"""

from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch
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
from pages.listings.pagination import canonical_url, requested_page
from pages.paths import reverse
from pages.people.page import person_context
from pages.sharing.page_metadata import list_metadata

PAGE_SIZE = 120
KNOWN_FOR = 3


@public_page("page")
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a public credit by sort name, each with the newest films."""
    public = (
        Credit.objects.public()
        .select_related("film")
        .only("person", "film__title")
        .order_by(F("film__release_date").desc(nulls_first=True), "pk")
    )
    known = Person.objects.filter(Exists(Credit.objects.public().filter(person=OuterRef("pk"))))
    people = known.order_by("sort_key", "pk").prefetch_related(
        Prefetch("credits", public, to_attr="public_credits")
    )
    listing = requested_page(request, people, PAGE_SIZE)
    shown = list(listing)
    context: dict[str, Any] = {
        "listing": listing,
        "letters": [
            {"letter": letter, "people": [_entry(person) for person in group]}
            for letter, group in groupby(shown, key=_letter)
        ],
        "canonical": canonical_url(request, listing),
    }
    entries = [(person.name, reverse("pages:person", args=[person.slug])) for person in shown]
    context["metadata"] = list_metadata(_("People"), context["canonical"], entries)
    return render(request, "pages/people.html", context)


def _letter(person: Person) -> str:
    return initial(person.sort_name)


def _entry(person: Person) -> dict[str, str | list[str]]:
    titles = dict.fromkeys(credit.film.title for credit in person.public_credits)  # type: ignore[attr-defined]
    return {
        "name": person.name,
        "url": reverse("pages:person", args=[person.slug]),
        "films": [*titles][:KNOWN_FOR],
    }


by_slug = found_by_slug(lambda: Person.objects.select_related("portrait"))


@public_page()
@require_safe
@by_slug
def person_detail(request: HttpRequest, person: Person) -> HttpResponse:
    """A person with public credits, the surprise appearances behind a closed curtain.

    404 for a person without public credits, with the same bytes as for an unknown slug.
    """
    context = person_context(person)
    if not context["page"]["is_known"]:
        raise Http404
    return render(request, "pages/person.html", context)


@public_page()
@require_safe
@noindex
@by_slug
def person_revealed(request: HttpRequest, person: Person) -> HttpResponse:
    """A person with the surprise appearances revealed; 404 for a person without any credit."""
    context = person_context(person, revealed=True)
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
