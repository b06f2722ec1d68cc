"""Franchises: the list, and the page of each."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from films.models import Franchise, FranchiseEntry
from pages.franchises.page import franchise_context
from pages.franchises.positions import frames
from pages.listings.paging import canonical, page_of
from pages.sharing.page_metadata import of_list

FRANCHISES = 24


@require_safe
def franchises(request: HttpRequest) -> HttpResponse:
    """All franchises by name, each with its films in the order of their release."""
    entries = FranchiseEntry.objects.select_related("film__poster").order_by("release_order")
    rows = Franchise.objects.order_by("name").prefetch_related(Prefetch("entries", entries))
    listing = page_of(request, rows, FRANCHISES)
    context: dict[str, Any] = {
        "listing": listing,
        "franchises": [
            {
                "name": franchise.name,
                "url": reverse("pages:franchise", args=[franchise.slug]),
                "universe": franchise.universe_name,
                "frames": frames(franchise.entries.all(), is_lead=not place),
            }
            for place, franchise in enumerate(listing)
        ],
        "canonical": canonical(request, listing),
    }
    named = [(entry["name"], entry["url"]) for entry in context["franchises"]]
    context["metadata"] = of_list(_("Franchises"), context["canonical"], named)
    return render(request, "pages/franchises.html", context)


@require_safe
def franchise(request: HttpRequest, slug: str) -> HttpResponse:
    """A franchise: its films in their two orders, and what comes next."""
    franchise = get_object_or_404(Franchise, slug=slug)
    return render(request, "pages/franchise.html", franchise_context(franchise))
