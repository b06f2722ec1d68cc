"""The search: a page for whatever is typed."""

from typing import Any, cast
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from pages.reviews.filters import IN_SEARCH, Selection, address, select
from pages.search.documents import Kind, languages
from pages.search.engine import engine
from pages.search.hits import Hit, hits
from pages.search.models import SearchDocument
from pages.search.query import Query, parse
from pages.search.suggestions import suggestions

HITS = 20
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
    """What ``?q=`` finds, of one ``?kind=`` or of all; reviews narrowed as their list is.

    Whatever is asked for is a page: of a ``?page=`` that is not there, the nearest that is.
    """
    query = parse(request.GET.get("q", ""), languages())
    found = _found(request, query) if query.terms else {}
    return render(request, "pages/search.html", {"query": query, "robots": ROBOTS} | found)


def _found(request: HttpRequest, query: Query) -> dict[str, Any]:
    among = SearchDocument.objects.public().filter(pk__in=engine().matching(query))
    counts = dict(among.order_by().values_list("kind").annotate(Count("pk")))
    if not counts:
        return {"suggestions": [_link(name, q=name) for name in suggestions(query)]}
    kind = request.GET.get("kind", "")
    asked = {"q": query.text} | ({"kind": kind} if kind in counts else {})
    if kind in counts:
        among = among.filter(kind=kind)
    narrowing: dict[str, Any] = {"query_string": urlencode(asked)}
    if kind == Kind.REVIEW and kind in counts:
        selection = _selection(request, among)
        among = among.filter(object_id__in=selection.editions.values("pk"))
        narrowing = _narrowing(selection, urlencode(asked))
    ranking = cast("list[Hit]", _Ranking(query, among))
    listing = Paginator(ranking, HITS).get_page(request.GET.get("page"))
    return {
        "listing": listing,
        "hits": listing.object_list,
        "kind": asked.get("kind", ""),
        "kinds": _kinds(query, counts, asked.get("kind", "")),
    } | narrowing


def _selection(request: HttpRequest, reviews: QuerySet[SearchDocument]) -> Selection:
    editions = Edition.objects.live().filter(pk__in=reviews.values("object_id"))
    return select(request.GET, editions, IN_SEARCH)


def _narrowing(selection: Selection, asked: str) -> dict[str, Any]:
    return {
        "facets": selection.facets(),
        "kept": parse_qsl(asked),
        "all_url": address(reverse("pages:search"), asked),
        "chips": selection.chips(reverse("pages:search"), asked),
        "unknown": selection.unknown,
        "query_string": "&".join(filter(None, [asked, selection.query])),
    }


def _kinds(query: Query, counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """The way to what was found of each kind, and to all of it."""
    everything = _link(_("Everything"), q=query.text)
    links = [everything | {"count": sum(counts.values()), "is_chosen": not chosen}]
    for kind, name in KINDS:
        if kind in counts:
            link = _link(name, q=query.text, kind=kind.value)
            links.append(link | {"count": counts[kind], "is_chosen": kind == chosen})
    return links


def _link(name: str | Promise, **query: str) -> dict[str, Any]:
    return {"name": name, "url": address(reverse("pages:search"), urlencode(query))}


class _Ranking:
    """What was found, as `Paginator` takes it: counted, and read a page at a time."""

    ordered = True

    def __init__(self, query: Query, among: QuerySet[SearchDocument]) -> None:
        self.query = query
        self.among = among

    def __len__(self) -> int:
        return self.among.count()

    def __getitem__(self, places: slice) -> list[Hit]:
        keys = engine().ranked(self.query, self.among, places.start, places.stop)
        return hits(self.query, keys) if keys else []
