"""The search page."""

from typing import Any, cast
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from pages.facets.counts import CountsOf, with_values
from pages.paths import reverse
from pages.reviews.filters import SEARCH_FILTERS
from pages.reviews.selection import Selection, select, url_with_query
from pages.search.engine import engine
from pages.search.entries import Kind, other_languages
from pages.search.hits import Hit, load_hits
from pages.search.models import SearchDocument
from pages.search.query import Query, parse
from pages.search.ranking import ranked
from pages.search.suggestions import suggestions

PAGE_SIZE = 20
ROBOTS = "noindex, follow"

KINDS: tuple[tuple[Kind, str | Promise], ...] = (
    (Kind.REVIEW, _("Reviews")),
    (Kind.FILM, _("Films")),
    (Kind.FRANCHISE, _("Franchises")),
    (Kind.PERSON, _("People")),
    (Kind.CRITIC, _("Critics")),
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The hits for ``?q=``, of one ``?kind=`` or of all. Reviews can be filtered.

    Every request is answered with a page. For a ``?page=`` that does not exist, it is the nearest
    page that does.
    """
    query = parse(request.GET.get("q", ""), other_languages())
    results = _results(request, query) if query.terms else {}
    return render(request, "pages/search.html", {"query": query, "robots": ROBOTS} | results)


def _results(request: HttpRequest, query: Query) -> dict[str, Any]:
    """The context for a ``query`` with terms: hits, or suggestions if nothing was found."""
    found = SearchDocument.objects.public().filter(pk__in=engine().matching(query))
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    if not counts:
        return {"suggestions": [_link(name, q=name) for name in suggestions(query)]}
    kind = request.GET.get("kind", "")
    kind = kind if kind in counts else ""
    parameters = urlencode({"q": query.text} | ({"kind": kind} if kind else {}))
    if kind:
        found = found.filter(kind=kind)
    filters: dict[str, Any] = {"query_string": parameters}
    if kind == Kind.REVIEW:
        editions = Edition.objects.live().filter(pk__in=found.values("object_id"))
        selection = select(request.GET, CountsOf(editions), SEARCH_FILTERS)
        matching = with_values(editions, [value.pk for value in selection.values])
        found = found.filter(object_id__in=matching.values("pk"))
        filters = _filter_context(selection, parameters)
    hits = cast("list[Hit]", _RankedHits(query, found))
    listing = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "listing": listing,
        "hits": listing.object_list,
        "kind": kind,
        "kinds": _kind_links(query, counts, kind),
    } | filters


def _filter_context(selection: Selection, parameters: str) -> dict[str, Any]:
    """The context of the filters. ``parameters`` of the search precede theirs in every URL."""
    return {
        "facets": selection.facets(),
        "kept": parse_qsl(parameters),
        "all_url": url_with_query(reverse("pages:search"), parameters),
        "chips": selection.chips(reverse("pages:search"), parameters),
        "unknown": selection.unknown,
        "query_string": "&".join(filter(None, [parameters, selection.query])),
    }


def _kind_links(query: Query, counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """Links to all hits, and to those of each kind, with their numbers."""
    everything = _link(_("Everything"), q=query.text)
    links = [everything | {"count": sum(counts.values()), "is_chosen": not chosen}]
    for kind, name in KINDS:
        if kind in counts:
            link = _link(name, q=query.text, kind=kind.value)
            links.append(link | {"count": counts[kind], "is_chosen": kind == chosen})
    return links


def _link(name: str | Promise, **query: str) -> dict[str, Any]:
    return {"name": name, "url": url_with_query(reverse("pages:search"), urlencode(query))}


class _RankedHits:
    """The hits as a sequence for `Paginator`: counted in the database, and loaded by the slice."""

    ordered = True

    def __init__(self, query: Query, found: QuerySet[SearchDocument]) -> None:
        self.query = query
        self.found = found

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, positions: slice) -> list[Hit]:
        keys = ranked(self.query, self.found).values_list("pk", flat=True)[positions]
        return load_hits(self.query, list(keys))
