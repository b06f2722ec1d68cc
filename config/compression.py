"""Compression of text responses. Pictures are already compressed."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = re.compile(r"text/|[a-z/.-]+[/+](json|xml|javascript)\b|image/svg\+xml")


class TextCompressionMiddleware(GZipMiddleware):
    """Django's GZipMiddleware for text responses only.

    It is safe for the admin against BREACH: Django masks CSRF tokens with a new value in every
    response, and GZipMiddleware adds random bytes to hide the length.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not _TEXT.match(response.headers.get("Content-Type", "")):
            return response
        return super().process_response(request, response)
