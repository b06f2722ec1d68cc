"""Answers of the API: JSON that programs on every site may read.

The page cache keeps them as it keeps pages, and gives them an ETag.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.serialisation import Unreadable
from pages.absolute_urls import absolute_url
from pages.api import resources
from pages.api.prefix import PREFIX
from pages.cache.public_page import public_page
from pages.gone import Gone

View = Callable[..., HttpResponse]


def api_view(*parameters: str) -> Callable[[View], View]:
    """Declares a view of the API. ``parameters`` are those of `public_page`."""

    def decorator(view: View) -> View:
        return public_page(*parameters)(require_safe(open_to_all(_with_problems(view))))

    return decorator


def open_to_all(view: View) -> View:
    """Scripts of all sites may read the response. Search engines do not list it: it has the texts
    of the pages."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return opened(view(request, *args, **kwargs))

    return wrapper


def opened(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def _with_problems(view: View) -> View:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Gone:
            return problem(410, _("This has been removed."))
        except Unreadable:
            return problem(500, _("This review cannot be read at the moment."))

    return wrapper


def answer(resource: Any) -> JsonResponse:
    """``resource`` is one of `pages.api.resources`."""
    return _json(asdict(resource))


def list_answer(request: HttpRequest, listing: Page[Any], found: list[Any]) -> JsonResponse:
    """The page ``listing`` of a list, on which the resources ``found`` are."""

    def url(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return absolute_url(f"{request.path}?{query.urlencode()}")

    return _json(
        {
            "count": listing.paginator.count,
            "pages": listing.paginator.num_pages,
            "page": listing.number,
            "next": url(listing.next_page_number()) if listing.has_next() else None,
            "previous": url(listing.previous_page_number()) if listing.has_previous() else None,
            "results": [asdict(each) for each in found],
        }
    )


def problem(status: int, error: str) -> JsonResponse:
    return _json(asdict(resources.Problem(status=status, error=error)), status=status)


def not_found() -> HttpResponse:
    """The answer 404 to a request below `PREFIX`. It says the same of what is secret and of what
    does not exist."""
    sentence = _("There is nothing at this address. %(document)s lists all.")
    return opened(problem(404, sentence % {"document": f"{PREFIX}openapi.json"}))


def _json(content: Any, status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
