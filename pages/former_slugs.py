"""Pages of rows that keep their former slugs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[[HttpRequest, Any], HttpResponse]


def found_by_slug(
    rows: Callable[[], QuerySet[Any]],
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Call the view with the row of the slug in the URL, from ``rows``. One query.

    A former slug is redirected permanently to the present one, unless the view answers 404 for the
    row: a redirect would say that the row exists. Raises `Http404`.
    """

    def decorator(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str) -> HttpResponse:
            row = rows().filter(slugs__slug=slug).first()
            if row is None:
                raise Http404
            response = view(request, row)
            if row.slug == slug:
                return response
            assert request.resolver_match
            return redirect(request.resolver_match.view_name, row.slug, permanent=True)

        return wrapper

    return decorator
