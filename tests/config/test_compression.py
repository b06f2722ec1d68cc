import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.compression import TextCompressionMiddleware


@pytest.mark.django_db
class TestPage:
    def test_is_compressed_if_the_browser_accepts_it(self, client: Client) -> None:
        plain = client.get("/about/")
        compressed = client.get("/about/", headers={"Accept-Encoding": "gzip"})
        assert (plain.headers.get("Content-Encoding"), plain.headers["Vary"]) == (
            None,
            "Accept-Encoding",
        )
        assert compressed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(compressed.content) == plain.content


class TestContentTypes:
    @pytest.mark.parametrize(
        ("content_type", "compressed"),
        [
            ("text/html; charset=utf-8", True),
            ("text/plain", True),
            ("application/atom+xml", True),
            ("application/feed+json", True),
            ("application/xml", True),
            ("application/json", True),
            ("image/svg+xml", True),
            ("image/jpeg", False),
            ("image/png", False),
            ("application/octet-stream", False),
        ],
    )
    def test_text_is_compressed_and_pictures_are_not(
        self, content_type: str, compressed: bool
    ) -> None:
        middleware = TextCompressionMiddleware(
            lambda request: HttpResponse(b"a" * 1000, content_type=content_type)
        )
        response = middleware(RequestFactory().get("/", headers={"Accept-Encoding": "gzip"}))
        assert ("Content-Encoding" in response.headers) is compressed
