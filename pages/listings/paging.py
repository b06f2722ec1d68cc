"""Lists that are longer than a page."""

from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


def page_of(request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int) -> Page[Any]:
    """The page of ``rows`` that ``?page=`` asks for, the first by default; 404 if there is none."""
    try:
        return Paginator(rows, size).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error


def canonical(request: HttpRequest, page: Page[Any]) -> str:
    """The one address of this page of the list, whatever else was in the query."""
    query = f"?page={page.number}" if page.number > 1 else ""
    return f"{settings.SITE_URL}{request.path}{query}"
