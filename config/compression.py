"""Compression of what the site writes itself; pictures are compressed already."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = re.compile(r"text/|[a-z/.-]+[/+](json|xml|javascript)\b|image/svg\+xml")


class TextCompressionMiddleware(GZipMiddleware):
    """Django's own, for text alone.

    Of what a page of the admin holds, tokens are masked anew each time, and a random name in the
    archive's head hides lengths (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not _TEXT.match(response.headers.get("Content-Type", "")):
            return response
        return super().process_response(request, response)
