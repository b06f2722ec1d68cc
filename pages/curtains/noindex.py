"""Keeps pages with revealed text out of search engines."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

NOINDEX = "noindex, nosnippet, noarchive"
"""For X-Robots-Tag and ``<meta name="robots">``."""


def noindex(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send X-Robots-Tag with every response of ``view``."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = NOINDEX
        return response

    return wrapper
