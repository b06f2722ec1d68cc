from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.test import Client
from pytest_django import Settings

from images.storage_errors import StorageUnreachable

# The page that says 404 reads the settings of the site.
pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings: Settings) -> Path:
    directory = Path(settings.MEDIA_ROOT) / "images"
    directory.mkdir(parents=True)
    return directory


class TestMedia:
    @pytest.mark.parametrize(
        ("name", "content_type"),
        [("a.avif", "image/avif"), ("a.webp", "image/webp"), ("a.JPG", "image/jpeg")],
    )
    def test_sends_an_image_with_its_content_type(
        self, client: Client, root: Path, name: str, content_type: str
    ) -> None:
        (root / name).write_bytes(b"picture")
        response = client.get(f"/media/images/{name}")
        assert response.getvalue() == b"picture"
        assert response["Content-Type"] == content_type

    def test_may_be_cached_forever(self, client: Client, root: Path) -> None:
        (root / "a.webp").write_bytes(b"picture")
        response = client.get("/media/images/a.webp")
        response.getvalue()
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "Vary" not in response

    def test_does_not_send_an_unchanged_image_again(self, client: Client, root: Path) -> None:
        (root / "a.webp").write_bytes(b"picture")
        first = client.get("/media/images/a.webp")
        first.getvalue()
        again = client.get(
            "/media/images/a.webp", headers={"if-modified-since": first["Last-Modified"]}
        )
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("name", ["evil.html", "evil.svg", "a.webp.js", "none"])
    def test_sends_nothing_but_images(self, client: Client, root: Path, name: str) -> None:
        (root / name).write_bytes(b"<script>")
        assert client.get(f"/media/images/{name}").status_code == 404

    @pytest.mark.parametrize("address", ["images/", "images", "absent.webp", f"{'a' * 400}.png"])
    def test_answers_404_for_a_missing_file(self, client: Client, root: Path, address: str) -> None:
        assert client.get(f"/media/{address}").status_code == 404

    @pytest.mark.parametrize("way", ["..", "%2e%2e", "images/../.."])
    def test_sends_nothing_from_outside_of_the_media_root(
        self, client: Client, root: Path, way: str
    ) -> None:
        (root.parent.parent / "outside.webp").write_bytes(b"secret")
        assert client.get(f"/media/{way}/outside.webp").status_code == 404

    def test_refuses_a_post(self, client: Client, root: Path) -> None:
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
