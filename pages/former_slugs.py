"""Pages of rows that keep their former slugs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from editions.models import Edition

View = Callable[..., HttpResponse]

KEPT_SECONDS = 60 * 60
"""How long a redirect may be kept: a page that is withdrawn or moves again is found by then."""


def found_by_slug(
    rows: Callable[[], QuerySet[Any]],
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Call the view with the row of the slug in the URL, from ``rows``. One query.

    A former slug is redirected permanently to the present one, unless the view answers 404 for the
    row: a redirect would say that the row exists. Raises `Http404`.
    """

    def decorator(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str, **parameters: Any) -> HttpResponse:
            row = rows().filter(slugs__slug=slug).first()
            if row is None:
                raise Http404
            response = view(request, row, **parameters)
            if row.slug == slug:
                return response
            return _redirect(request, row.slug)

        return wrapper

    return decorator


def review_found_by_slug(view: View) -> View:
    """Redirect a former slug of a live review permanently to the present one.

    Costs one query, where the view answers 404.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **parameters: Any) -> HttpResponse:
        try:
            return view(request, slug, **parameters)
        except Http404:
            present = present_review_slug(slug)
            if not present:
                raise
            return _redirect(request, present)

    return wrapper


def present_review_slug(former: str) -> str:
    """The slug of the live review that had the slug ``former``; "" if there is none. One query."""
    live = Edition.objects.live().filter(review__slugs__slug=former)
    slug = live.exclude(review__slug=former).values_list("review__slug", flat=True).first()
    return slug or ""


def lasting(response: HttpResponse) -> HttpResponse:
    """``response``, a permanent redirect, with the time for which it may be kept. Browsers keep one
    without a time for good, also when the page moves again."""
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _redirect(request: HttpRequest, slug: str) -> HttpResponse:
    """To the same page with the present ``slug``."""
    match = request.resolver_match
    assert match
    return lasting(redirect(match.view_name, **(match.kwargs | {"slug": slug}), permanent=True))
