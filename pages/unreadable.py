"""A calm page for a review whose edition is damaged in the database."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from editions.serialisation import Unreadable
from pages.curtains.noindex import NOINDEX


def unreadable_as_500(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 500 with ``pages/unreadable.html`` when ``view`` raises `Unreadable`.

    Other pages leave such a review out.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Unreadable:
            return render(request, "pages/unreadable.html", {"robots": NOINDEX}, status=500)

    return wrapper
