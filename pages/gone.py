"""410 for what was public and no longer is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Gone(Exception):
    """Raised by a view when the page at its URL existed and will not come back."""


def gone_as_410(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 410 with ``410.html`` when ``view`` raises `Gone`."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Gone:
            return render(request, "410.html", status=410)

    return wrapper
