"""The list of reviews, whole or filtered, and the page of a review."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from editions.rerendering import rendering_of
from pages.gone import or_gone
from pages.listings.cards import cards
from pages.listings.paging import page_of
from pages.live_reviews import live_review
from pages.reviews.filters import FILTERS, Selection, address, asked, select
from pages.reviews.page import review_context
from pages.sharing.page_metadata import of_list

REVIEWS = 24
LONGEST_TARGET = 2000
"""Characters of an address that a form is led to: what is longer is nothing that was chosen."""


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The live reviews that fit what the address asks for, the newest first.

    A form sends its empty fields too: whatever is asked for in another way than the one address of
    that selection leads there. One that is too long for that is answered where it is.
    """
    target = address(request.path, asked(request.GET))
    if _is_roundabout(request.GET) and len(target) <= LONGEST_TARGET:
        return redirect(target)
    selection = select(request.GET, Edition.objects.live())
    listing = page_of(request, selection.editions.for_lists(), REVIEWS)
    context: dict[str, Any] = {
        "listing": listing,
        "cards": cards(listing, is_lead=True),
        "count": listing.paginator.count,
        "facets": selection.facets(),
        "chips": selection.chips(request.path),
        "unknown": selection.unknown,
        "query": selection.query,
        "canonical": _canonical(request, selection, listing.number),
    }
    entries = [(card.headline, card.url) for card in context["cards"]]
    context["metadata"] = of_list(_("Reviews"), context["canonical"], entries)
    if not (selection.is_indexed and (listing.paginator.count or not selection.chosen)):
        context["robots"] = "noindex, follow"
    return render(request, "pages/reviews.html", context)


@require_safe
@or_gone
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with all its curtains closed."""
    edition = live_review(slug)
    context = review_context(edition, rendering_of(edition))
    return render(request, "pages/review.html", context)


def _is_roundabout(parameters: QueryDict) -> bool:
    """Whether a filter is asked for and left empty, twice, or in another order."""
    names = {each.name for each in FILTERS}
    given = [(name, value) for name, values in parameters.lists() for value in values]
    query = QueryDict(mutable=True)
    for name, value in given:
        if name in names:
            query.appendlist(name, value)
    return query.urlencode() != asked(parameters)


def _canonical(request: HttpRequest, selection: Selection, number: int) -> str:
    page = f"page={number}" if number > 1 else ""
    return settings.SITE_URL + address(request.path, selection.query, page)
