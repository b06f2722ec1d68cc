"""Compression of text responses. Pictures are already compressed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from pages.cache.negotiation import TEXT
from pages.cache.public_page import is_kept


class TextCompressionMiddleware(GZipMiddleware):
    """Django's GZipMiddleware for text responses only, and not for what the page cache keeps.

    It is safe for the admin against BREACH: Django masks CSRF tokens with a new value in every
    response, and GZipMiddleware adds random bytes to hide the length.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not TEXT.match(response.headers.get("Content-Type", "")):
            return response
        if response.status_code == 200 and is_kept(request):
            return response
        return super().process_response(request, response)
