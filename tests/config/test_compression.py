import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.compression import TextCompressionMiddleware


@pytest.mark.django_db
class TestAPage:
    def test_is_sent_compressed_to_who_takes_it(self, client: Client) -> None:
        plain = client.get("/about/")
        packed = client.get("/about/", headers={"Accept-Encoding": "gzip"})
        assert (plain.headers.get("Content-Encoding"), plain.headers["Vary"]) == (
            None,
            "Accept-Encoding",
        )
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content


class TestTypes:
    @pytest.mark.parametrize(
        ("content_type", "packed"),
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
    def test_text_is_compressed_and_pictures_are_not(self, content_type: str, packed: bool) -> None:
        middleware = TextCompressionMiddleware(
            lambda request: HttpResponse(b"a" * 1000, content_type=content_type)
        )
        response = middleware(RequestFactory().get("/", headers={"Accept-Encoding": "gzip"}))
        assert ("Content-Encoding" in response.headers) is packed
