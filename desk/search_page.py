"""One search of the admin over reviews with their texts, films, people, pictures and more."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.sites import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cast.models import Character, Person
from desk.dashboard import Panel, Row
from films.models import Film, Franchise
from images.models import Image
from reviews.models import Critic, Review

SEARCHED: tuple[type[Model], ...] = (Review, Film, Person, Character, Franchise, Critic, Image)
"""The kinds of rows in the order of the page."""

ROWS = 8
"""The most rows of a kind."""

MAX_LENGTH = 200
"""The most characters of what is searched for."""


def search_urls(site: AdminSite) -> list[Any]:
    def view(request: HttpRequest) -> HttpResponse:
        return search_view(request, site)

    return [path("search/", site.admin_view(view), name="search")]


def search_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What the lists of the account find for ``?q=``, the first rows of each."""
    query = request.GET.get("q", "").strip()[:MAX_LENGTH]
    request.current_app = site.name
    context = {"title": _("Search"), "query": query, "panels": list(_panels(request, site, query))}
    return TemplateResponse(request, "admin/desk/search.html", site.each_context(request) | context)


def _panels(request: HttpRequest, site: AdminSite, query: str) -> Iterator[Panel]:
    for model in SEARCHED if query else ():
        model_admin = site.get_model_admin(model)
        if model_admin.has_view_or_change_permission(request) and (
            rows := _rows(request, model_admin, query)
        ):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            title = capfirst(str(model._meta.verbose_name_plural))
            url = f"{reverse(name)}?{urlencode({'q': query})}" if len(rows) > ROWS else ""
            yield Panel(str(model._meta.model_name), title, rows[:ROWS], url)


def _rows(request: HttpRequest, model_admin: Any, query: str) -> list[Row]:
    """What the list of ``model_admin`` finds, at most one row more than the page shows."""
    rows = model_admin.get_queryset(request)
    if related := model_admin.list_select_related:
        rows = rows.select_related(*related)
    found, has_duplicates = model_admin.get_search_results(request, rows, query)
    if has_duplicates:
        found = found.distinct()
    meta = model_admin.opts
    ordering = model_admin.get_ordering(request) or meta.ordering
    # The keys first, so that annotations are computed for the rows that are shown only.
    keys = list(found.order_by(*ordering).values_list("pk", flat=True)[: ROWS + 1])
    return [
        Row(
            model_admin.choice_label(row),
            reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]),
            _detail(row),
        )
        for row in model_admin.for_choice(rows.filter(pk__in=keys)).order_by(*ordering)
    ]


def _detail(row: Any) -> str:
    if isinstance(row, Review):
        return " · ".join(filter(None, [str(row.film) if row.film else "", row.byline()]))
    return str(row.alt) if isinstance(row, Image) else ""
