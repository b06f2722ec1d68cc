"""People: the list, and the page of each.

Somebody known by surprise appearances alone is in no list, and has no page until the curtain is
drawn: that they have one at all would be the surprise.
"""

import unicodedata
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cast.models import Credit, Person
from pages.credits.surprises import content_for_person
from pages.curtains.revealing import ROBOTS, unindexed
from pages.listings.paging import canonical, page_of
from pages.people.page import person_context
from pages.sharing.page_metadata import of_list

PEOPLE = 120
KNOWN_FOR = 3


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a public credit, by name, and the newest films that they are known for."""
    public = (
        Credit.objects.public()
        .select_related("film")
        .only("person", "film__title")
        .order_by("-film__release_date", "pk")
    )
    known = Person.objects.filter(Exists(Credit.objects.public().filter(person=OuterRef("pk"))))
    # Sorted here, as databases differ in where they put an accent.
    names = sorted(known.values_list("sort_name", "pk"), key=lambda row: (unaccented(row[0]), row))
    listing = page_of(request, [pk for _name, pk in names], PEOPLE)
    found = Person.objects.prefetch_related(
        Prefetch("credits", public, to_attr="public_credits")
    ).in_bulk(list(listing))
    shown = [found[pk] for pk in listing if pk in found]
    context: dict[str, Any] = {
        "listing": listing,
        "letters": [
            {"letter": letter, "people": [_line(person) for person in group]}
            for letter, group in groupby(shown, key=_letter)
        ],
        "canonical": canonical(request, listing),
    }
    entries = [(person.name, reverse("pages:person", args=[person.slug])) for person in shown]
    context["metadata"] = of_list(_("People"), context["canonical"], entries)
    return render(request, "pages/people.html", context)


def unaccented(name: str) -> str:
    """``name`` as an index sorts it: Álvarez stands among the As."""
    marked = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in marked if not unicodedata.combining(sign)).casefold()


def _letter(person: Person) -> str:
    return unaccented(person.sort_name)[:1].upper()


def _line(person: Person) -> dict[str, str | list[str]]:
    titles = dict.fromkeys(credit.film.title for credit in person.public_credits)  # type: ignore[attr-defined]
    return {
        "name": person.name,
        "url": reverse("pages:person", args=[person.slug]),
        "films": [*titles][:KNOWN_FOR],
    }


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person, the surprise appearances behind a curtain; 404 for who has nothing else.

    For no such person it is 404 as well, so the answer tells nobody that there is something.
    """
    context = person_context(_person(slug))
    if not context["page"]["is_known"]:
        raise Http404
    return render(request, "pages/person.html", context)


@require_safe
@unindexed
def revealed(request: HttpRequest, slug: str) -> HttpResponse:
    """A person with that curtain drawn, also one whose every appearance is a surprise."""
    context = person_context(_person(slug), drawn=True)
    if not (context["page"]["is_known"] or context["page"]["curtain"]):
        raise Http404
    return render(request, "pages/person.html", context | {"robots": ROBOTS})


@require_safe
@unindexed
def credits(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands behind that curtain, for the page's script."""
    content = content_for_person(_person(slug))
    if not content:
        raise Http404
    return HttpResponse(content)


def _person(slug: str) -> Person:
    return get_object_or_404(Person.objects.select_related("portrait"), slug=slug)
