"""The search page."""

from typing import Any, cast
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from editions import clock
from editions.models import Edition
from pages.facets.counts_of_some import CountsOf, LiveValues, with_values
from pages.paths import reverse
from pages.reviews.filters import SEARCH_FILTERS
from pages.reviews.selection import (
    Counts,
    Selection,
    query_with_present_slugs,
    select,
    url_with_query,
)
from pages.search.entries import Kind, other_languages
from pages.search.found import Hits, found_by_kind, together
from pages.search.hits import Hit
from pages.search.query import Query, parse
from pages.search.suggestions import suggestions

PAGE_SIZE = 20
ROBOTS = "noindex, follow"

_NOTHING: dict[str, Any] = {
    "hits": (),
    "suggestions": (),
    "kind": "",
    **dict.fromkeys(("facets", "kept", "chips", "unknown"), ()),
    "all_url": "",
}
"""The context of a page without hits or filters."""

KINDS: tuple[tuple[Kind, str | Promise], ...] = (
    (Kind.REVIEW, _("Reviews")),
    (Kind.FILM, _("Films")),
    (Kind.FRANCHISE, _("Franchises")),
    (Kind.PERSON, _("People")),
    (Kind.CRITIC, _("Critics")),
    (Kind.PAGE, pgettext_lazy("of the site itself", "Pages")),
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The hits for ``?q=``, of one ``?kind=`` or of all. Reviews can be filtered.

    Every request is answered with a page. For a ``?page=`` that does not exist, it is the nearest
    page that does.
    """
    query = parse(request.GET.get("q", ""), other_languages())
    results = _results(request, query) if query.terms else {}
    context = _NOTHING | {"query": query, "robots": ROBOTS} | results
    return render(request, "pages/search.html", context)


def _results(request: HttpRequest, query: Query) -> dict[str, Any]:
    """The context for a ``query`` with terms: hits, or suggestions if nothing was found."""
    found = found_by_kind(query)
    if not found and (completed := query.completed_in_texts()):
        query, found = completed, found_by_kind(completed)
    if not found:
        return {"suggestions": [_link(name, q=name) for name in suggestions(query)]}
    kind = request.GET.get("kind", "")
    kind = kind if kind in found else ""
    parameters = urlencode({"q": query.text} | ({"kind": kind} if kind else {}))
    filters: dict[str, Any] = {"query_string": parameters}
    everything = together(found)
    hits = found[kind] if kind else everything
    if kind == Kind.REVIEW:
        counts: Counts = LiveValues(clock.now()) if hits.is_cut else CountsOf(hits.editions())
        selection = _selection(request.GET.dict(), counts)
        filters = _filter_context(selection, parameters)
        if selection.active:
            pks = [value.pk for value in selection.values]
            hits = hits.of_editions(with_values(Edition.objects.live(), pks))
    listing = Paginator(cast("list[Hit]", hits), PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "listing": listing,
        "hits": listing.object_list,
        "is_cut": hits.is_cut,
        "kind": kind,
        "kinds": _kind_links(query, everything, found, kind),
    } | filters


def _selection(parameters: dict[str, str], counts: Counts) -> Selection:
    """What ``parameters`` select, also by former slugs."""
    selection = select(parameters, counts, SEARCH_FILTERS)
    if selection.unknown:
        present = query_with_present_slugs(parameters, counts, SEARCH_FILTERS)
        if present:
            return select(dict(parse_qsl(present)), counts, SEARCH_FILTERS)
    return selection


def _filter_context(selection: Selection, parameters: str) -> dict[str, Any]:
    """The context of the filters. ``parameters`` of the search precede theirs in every URL."""
    facets = selection.facets()
    return {
        "facets": facets,
        "kept": parse_qsl(parameters),
        "all_url": url_with_query(reverse("pages:search"), parameters),
        "chips": selection.chips(facets, reverse("pages:search"), parameters),
        "unknown": selection.unknown,
        "query_string": "&".join(filter(None, [parameters, selection.query])),
    }


def _kind_links(
    query: Query, everything: Hits, found: dict[str, Hits], chosen: str
) -> list[dict[str, Any]]:
    """Links to all hits, and to those of each kind, with their numbers."""
    links = [_kind_link(_("Everything"), everything, not chosen, q=query.text)]
    for kind, name in KINDS:
        if kind in found:
            links.append(
                _kind_link(name, found[kind], kind == chosen, q=query.text, kind=kind.value)
            )
    return links


def _kind_link(
    name: str | Promise, hits: Hits, is_chosen: bool, **parameters: str
) -> dict[str, Any]:
    return _link(name, **parameters) | {
        "count": len(hits),
        "is_cut": hits.is_cut,
        "is_chosen": is_chosen,
    }


def _link(name: str | Promise, **query: str) -> dict[str, Any]:
    return {"name": name, "url": url_with_query(reverse("pages:search"), urlencode(query))}
