from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.test import Client
from pytest_django import Settings

from images.storage_errors import StorageUnreachable

# The page that says 404 reads the settings of the site.
pytestmark = pytest.mark.django_db


def store(name: str, data: bytes = b"picture") -> None:
    default_storage.save(f"images/{name}", ContentFile(data))


class TestMedia:
    @pytest.mark.parametrize(
        ("name", "content_type"),
        [("a.avif", "image/avif"), ("a.webp", "image/webp"), ("a.JPG", "image/jpeg")],
    )
    def test_sends_an_image_with_its_content_type(
        self, client: Client, name: str, content_type: str
    ) -> None:
        store(name)
        response = client.get(f"/media/images/{name}")
        assert response.getvalue() == b"picture"
        assert response["Content-Type"] == content_type

    def test_may_be_cached_forever(self, client: Client) -> None:
        store("a.webp")
        response = client.get("/media/images/a.webp")
        response.getvalue()
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "Vary" not in response

    @pytest.mark.on_disk  # A bucket's pictures have no date: whoever has one need not ask again.
    def test_does_not_send_an_unchanged_image_again(self, client: Client) -> None:
        store("a.webp")
        first = client.get("/media/images/a.webp")
        first.getvalue()
        again = client.get(
            "/media/images/a.webp", headers={"if-modified-since": first["Last-Modified"]}
        )
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("name", ["evil.html", "evil.svg", "a.webp.js", "none"])
    def test_sends_nothing_but_images(self, client: Client, name: str) -> None:
        store(name, b"<script>")
        assert client.get(f"/media/images/{name}").status_code == 404

    @pytest.mark.parametrize("address", ["images/", "images", "absent.webp", f"{'a' * 400}.png"])
    def test_answers_404_for_a_missing_file(self, client: Client, address: str) -> None:
        store("other.webp")
        assert client.get(f"/media/{address}").status_code == 404

    @pytest.mark.parametrize("way", ["..", "%2e%2e", "images/../.."])
    def test_sends_nothing_from_outside_of_the_media_root(
        self, client: Client, settings: Settings, way: str
    ) -> None:
        store("other.webp")
        Path(settings.MEDIA_ROOT).parent.joinpath("outside.webp").write_bytes(b"secret")
        assert client.get(f"/media/{way}/outside.webp").status_code == 404

    def test_refuses_a_post(self, client: Client) -> None:
        assert client.post("/media/images/a.webp").status_code == 405


class TestOtherStorages:
    """A bucket, whose files have no path."""

    @pytest.fixture
    def files(self, monkeypatch: pytest.MonkeyPatch) -> InMemoryStorage:
        files = InMemoryStorage()
        monkeypatch.setattr("images.serving.storage", lambda: files)
        return files

    def test_are_served_with_the_same_headers(self, client: Client, files: InMemoryStorage) -> None:
        files.save("images/a.webp", ContentFile(b"picture"))
        response = client.get("/media/images/a.webp")
        assert response.content == b"picture"
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        for name in ("images/b.webp", "images/a.svg", "../a.webp"):
            assert client.get(f"/media/{name}").status_code == 404

    def test_that_are_away_are_no_missing_picture(
        self, client: Client, files: InMemoryStorage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(name: str) -> None:
            raise StorageUnreachable("the object store answers SlowDown")

        monkeypatch.setattr(files, "open", away)
        response = client.get("/media/images/a.webp")
        assert response.status_code == 503
        assert "SlowDown" not in response.text
