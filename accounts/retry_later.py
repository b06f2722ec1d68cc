from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def asks_for_page(request: HttpRequest) -> bool:
    """Whether a browser asks for a page. It then sends text/html in Accept, which fetch() and
    XMLHttpRequest do not."""
    return "text/html" in request.headers.get("Accept", "")


def retry_later(
    request: HttpRequest, *, status: int, sentence: str, seconds: int, **context: Any
) -> HttpResponse:
    """A response that asks to try again after ``seconds``.

    A browser gets the template that is named for ``status``, with ``sentence`` and ``context``, and
    a script gets ``sentence`` in plain text.
    """
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    if not asks_for_page(request):
        return HttpResponse(
            sentence, status=status, content_type="text/plain; charset=utf-8", headers=headers
        )
    page = render(request, f"{status}.html", context | {"sentence": sentence}, status=status)
    for header, value in headers.items():
        page[header] = value
    return page
