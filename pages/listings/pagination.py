"""Pages of a list, by ``?page=``."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest

from pages.absolute_urls import absolute_url


def requested_page(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page of ``rows`` that ``?page=`` asks for, the first by default.

    ``rows`` is a QuerySet, or a sequence that loads its slices. Raises `Http404` if there is no
    such page.
    """
    try:
        return Paginator(rows, size).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error


def canonical_url(request: HttpRequest, page: Page[Any]) -> str:
    """The absolute URL of this page of the list, without the other parameters of the request."""
    query = f"?page={page.number}" if page.number > 1 else ""
    return absolute_url(request.path) + query
