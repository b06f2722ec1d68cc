"""What was public and is no longer: 410, on a page of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Gone(Exception):
    """The address was good once, and never will be again."""


def or_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make of a `Gone` raised in ``view`` the answer 410."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Gone:
            return render(request, "410.html", status=410)

    return answer
