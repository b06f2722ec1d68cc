from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def retry_later(
    request: HttpRequest, *, status: int, sentence: str, seconds: int, **context: Any
) -> HttpResponse:
    """A response that asks to try again after ``seconds``.

    A browser gets the template that is named for ``status``, with ``sentence`` and ``context``, and
    a script gets ``sentence`` in plain text.
    """
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    # A browser that opens a page sends text/html in Accept; fetch() and XMLHttpRequest do not.
    if "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(
            sentence, status=status, content_type="text/plain; charset=utf-8", headers=headers
        )
    page = render(request, f"{status}.html", context | {"sentence": sentence}, status=status)
    for header, value in headers.items():
        page[header] = value
    return page
