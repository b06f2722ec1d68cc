"""The list of reviews, whole or filtered, and the page of a review."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions import clock
from editions.rerendering import rendering_of
from pages.absolute_urls import absolute_url
from pages.cache.public_page import public_page
from pages.facets.counts import LiveCounts
from pages.facets.live_reviews import LiveReviews
from pages.former_slugs import review_found_by_slug
from pages.gone import gone_as_410
from pages.listings.cards import review_cards
from pages.listings.pagination import requested_page
from pages.live_editions import live_edition
from pages.reviews.filters import FILTERS
from pages.reviews.page import review_context
from pages.reviews.selection import (
    Selection,
    normalized_query,
    query_with_present_slugs,
    select,
    url_with_query,
)
from pages.sharing.page_metadata import list_metadata
from pages.unreadable import unreadable_as_500

PAGE_SIZE = 24
MAX_REDIRECT_LENGTH = 2000
"""Characters of a URL to redirect to. No choice of the form leads to a longer one."""


@public_page(*(each.name for each in FILTERS), "page")
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """The live reviews that match the filters in the URL, the newest first.

    A form also sends its empty fields. If the query of the request is not the normalized one of
    its selection, redirect to that; but answer at once if its URL would be too long.
    """
    target = url_with_query(request.path, normalized_query(request.GET))
    if not _is_normalized(request.GET) and len(target) <= MAX_REDIRECT_LENGTH:
        return redirect(target)
    counts = LiveCounts(clock.now())
    selection = select(request.GET, counts)
    if selection.unknown and (query := query_with_present_slugs(request.GET.dict(), counts)):
        return redirect(url_with_query(request.path, query), permanent=True)
    listing = requested_page(request, LiveReviews(counts, selection.values), PAGE_SIZE)
    facets = selection.facets()
    context: dict[str, Any] = {
        "listing": listing,
        "cards": review_cards(listing, prioritize_first=True),
        "count": listing.paginator.count,
        "facets": facets,
        "chips": selection.chips(facets, request.path),
        "unknown": selection.unknown,
        "query": selection.query,
        "canonical": _canonical_url(request, selection, listing.number),
    }
    entries = [(card.headline, card.url) for card in context["cards"]]
    context["metadata"] = list_metadata(_("Reviews"), context["canonical"], entries)
    if not (selection.is_indexed and (listing.paginator.count or not selection.active)):
        context["robots"] = "noindex, follow"
    return render(request, "pages/reviews.html", context)


@public_page()
@require_safe
@review_found_by_slug
@gone_as_410
@unreadable_as_500
def review_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with all its curtains closed."""
    edition = live_edition(slug)
    context = review_context(edition, rendering_of(edition))
    return render(request, "pages/review.html", context)


def _is_normalized(parameters: QueryDict) -> bool:
    """Whether every filter in ``parameters`` has one value and they are in order.

    Parameters that are no filters do not count.
    """
    names = {each.name for each in FILTERS}
    given = [(name, value) for name, values in parameters.lists() for value in values]
    query = QueryDict(mutable=True)
    for name, value in given:
        if name in names:
            query.appendlist(name, value)
    return query.urlencode() == normalized_query(parameters)


def _canonical_url(request: HttpRequest, selection: Selection, number: int) -> str:
    page = f"page={number}" if number > 1 else ""
    return absolute_url(request.path) + url_with_query("", selection.query, page)
