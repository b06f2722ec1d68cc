"""The server asks no address that a text, a file or a post has: pictures are never fetched."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.errors import DocumentRefused
from documents.importing import import_document
from editions.publishing import PublishingRefused, publish
from moving.image_files import ImageFiles
from moving.importing import SiteImport
from moving.readers import READERS
from moving.report import Outcome
from moving.site_map import SiteMap
from tests.documents.sample_documents import BODY, FRONT, document
from tests.factories import AdminFactory, FullReviewFactory, picture_bytes
from tests.moving.exports import attachment, item, meta, wxr

pytestmark = pytest.mark.django_db

PICTURE = "http://127.0.0.1:9/internal.png"
ADDRESSES = (
    PICTURE,
    "https://evil.example/a.png",
    "//evil.example/a.png",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "data:image/png;base64,iVBORw0KGgo=",
    "ftp://evil.example/a.png",
)
HTML = "".join(f'<p><img src="{each}" alt="a"></p>' for each in ADDRESSES)
MARKDOWN = "\n\n".join(f"![a]({each})" for each in ADDRESSES)


class Asked(BaseException):
    """Not an `Exception`, so that nothing in between takes it for an ordinary error."""


SERVERS = {
    (server.hostname, server.port)
    for name in ("TEST_CACHE_URL", "TEST_STORAGE_URL")
    if (server := urlsplit(os.environ.get(name, ""))).hostname
}
"""Of the suite itself, if it runs on servers. PostgreSQL's library does not use `socket`."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*given: Any, **options: Any) -> Any:
            # `connect` takes an address as a pair, `getaddrinfo` as two arguments.
            pairs = [each[:2] for each in (*given, given) if isinstance(each, tuple)]
            if SERVERS.isdisjoint(pairs):
                raise Asked(given)
            return function(*given, **options)

        return ask

    for owner, name in (
        (socket.socket, "connect"),
        (socket.socket, "connect_ex"),
        (socket, "getaddrinfo"),
        (socket, "gethostbyname"),
    ):
        monkeypatch.setattr(owner, name, guarded(getattr(owner, name)))


def test_the_guard_works() -> None:
    with pytest.raises(Asked):
        socket.create_connection(("127.0.0.1", 9))


class TestImport:
    def test_of_a_document(self, tmp_path: Path) -> None:
        path = tmp_path / "review.md"
        path.write_text(document(body=f"{MARKDOWN}\n\n{BODY}"))
        import_document(path)
        with pytest.raises(DocumentRefused):
            import_document(path, publishing=True, update=True)
        path.write_text(document(FRONT.replace("critic:", f"lead_image: {PICTURE}\ncritic:")))
        with pytest.raises(DocumentRefused):
            import_document(path)

    @pytest.mark.parametrize("kind", ["wordpress", "ghost", "markdown"])
    def test_of_a_site(self, tmp_path: Path, kind: str) -> None:
        if kind == "wordpress":
            path = tmp_path / "export.xml"
            lead = item(content=HTML, more=meta(_thumbnail_id=9))
            path.write_text(wxr(lead, attachment(9, PICTURE)))
        elif kind == "ghost":
            path = tmp_path / "ghost.json"
            post = {"id": "1", "title": "Heat", "html": HTML, "feature_image": PICTURE}
            path.write_text(json.dumps({"db": [{"data": {"posts": [post]}}]}))
        else:
            path = tmp_path
            (path / "a.md").write_text(f"---\ntitle: Heat\nimage: {PICTURE}\n---\n{MARKDOWN}")
        reader = READERS[kind](path, ImageFiles(tmp_path), SiteMap())
        reports = [each for each in SiteImport(reader).run() if each.outcome != Outcome.NOWHERE]
        assert [each.outcome for each in reports] == [Outcome.DRAFT]


class TestAdmin:
    @pytest.fixture
    def client(self) -> Client:
        client = Client()
        client.force_login(AdminFactory())
        return client

    def test_preview_and_paste_of_a_text(self, client: Client) -> None:
        shown = client.post(reverse("markdownx_markdownify"), {"content": MARKDOWN})
        pasted = client.post(reverse("markdownx_canonical"), {"html": HTML, "content": MARKDOWN})
        assert (shown.status_code, pasted.status_code) == (200, 200)

    def test_preview_of_a_review(self, client: Client) -> None:
        review = FullReviewFactory()
        review.sections.update(body=MARKDOWN)
        page = client.get(reverse("admin:reviews_review_preview", args=[review.pk]), follow=True)
        assert page.status_code == 200
        with pytest.raises(PublishingRefused):
            publish(review=review)

    def test_upload_with_an_address_in_its_name(self, client: Client) -> None:
        file = SimpleUploadedFile(PICTURE, picture_bytes(3), "image/png")
        sent = client.post(reverse("markdownx_upload"), {"image": file, "alt": PICTURE})
        assert sent.status_code == 200
