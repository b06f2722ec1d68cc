"""The list of franchises, and the page of a franchise."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from films.models import Franchise, FranchiseEntry
from pages.cache.public_page import public_page
from pages.former_slugs import found_by_slug
from pages.franchises.orders import ordered_films
from pages.franchises.page import franchise_context
from pages.listings.pagination import canonical_url, requested_page
from pages.paths import reverse
from pages.sharing.page_metadata import list_metadata

PAGE_SIZE = 16
FILMS_OF_EACH = 8


@public_page("page")
@require_safe
def franchise_list(request: HttpRequest) -> HttpResponse:
    """All franchises by name, each with its first films in order of release."""
    entries = FranchiseEntry.objects.select_related("film__poster").order_by("release_order")
    first = Prefetch("entries", entries[: FILMS_OF_EACH + 1], to_attr="first_entries")
    rows = Franchise.objects.order_by("sort_key", "pk").prefetch_related(first)
    listing = requested_page(request, rows, PAGE_SIZE)
    context: dict[str, Any] = {
        "listing": listing,
        "franchises": [
            {
                "name": franchise.name,
                "url": reverse("pages:franchise", args=[franchise.slug]),
                "universe": franchise.universe_name,
                "frames": ordered_films(
                    franchise.first_entries[:FILMS_OF_EACH],
                    prioritize_first=not position,
                ),
                "has_more": len(franchise.first_entries) > FILMS_OF_EACH,
            }
            for position, franchise in enumerate(listing)
        ],
        "canonical": canonical_url(request, listing),
    }
    named = [(franchise["name"], franchise["url"]) for franchise in context["franchises"]]
    context["metadata"] = list_metadata(_("Franchises"), context["canonical"], named)
    return render(request, "pages/franchises.html", context)


@public_page("page")
@require_safe
@found_by_slug(Franchise.objects.all)
def franchise_detail(request: HttpRequest, franchise: Franchise) -> HttpResponse:
    """A franchise: its films in two orders, facts, upcoming projects and reviews."""
    context = franchise_context(franchise, request.GET.get("page", "1"))
    return render(request, "pages/franchise.html", context)
