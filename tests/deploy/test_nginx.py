"""nginx with deploy/nginx.conf, in front of a real server of the site."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.front_server import (
    FrontServer,
    configure,
    failed_logins,
    needs_nginx,
    serving,
)
from tests.deploy.site import site_with_a_review

pytestmark = needs_nginx

MEGABYTE = 1_000_000


class TestConfiguration:
    def test_is_valid(self, tmp_path: Path) -> None:
        server = configure(tmp_path, media=tmp_path, app_port=8000)
        done = subprocess.run([*server.command, "-t"], capture_output=True, text=True)
        assert "syntax is ok" in done.stderr
        assert (done.returncode, "[warn]" in done.stderr) == (0, False)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontServer]:
    """nginx in front of a site with one review."""
    with site_with_a_review(tmp_path_factory.mktemp("home"), TRUSTED_PROXIES="1") as site:
        folder = tmp_path_factory.mktemp("nginx")
        server = configure(folder, media=site.media, app_port=site.port)
        with serving(server):
            yield server


@pytest.mark.soak
class TestFrontServer:
    def test_http_leads_to_https(self, front: FrontServer) -> None:
        answer = front.ask("/reviews/?year=1979", secure=False)
        assert answer.status == 301
        assert answer.headers["Location"] == "https://reviews.example.org/reviews/?year=1979"

    def test_the_app_knows_that_the_reader_uses_https(self, front: FrontServer) -> None:
        answer = front.ask("/reviews/alien/", x_forwarded_proto="http")
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"

    def test_pictures_come_from_nginx(self, front: FrontServer) -> None:
        page = front.ask("/reviews/alien/").body.decode()
        found = re.search(r"/media/[^\" ]+\.webp", page)
        assert found
        answer = front.ask(found[0])
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        # The app sends this header with everything.
        assert "Permissions-Policy" not in answer.headers

    def test_nothing_else_is_sent_from_the_folder_of_pictures(self, front: FrontServer) -> None:
        (media,) = re.findall(r"alias (.+)/\$file;", (front.folder / "curtain.conf").read_text())
        (Path(media) / "page.html").write_text("<script>")
        for path in ("/media/page.html", "/media/../env", "/media/%2e%2e/env"):
            assert front.ask(path).status in (400, 404), path

    def test_a_large_form_is_refused_and_a_large_export_is_passed_on(
        self, front: FrontServer
    ) -> None:
        body = b"x" * 27 * MEGABYTE
        assert front.ask("/admin/images/image/add/", method="POST", body=body).status == 413
        # The app answers, and refuses a form without a login.
        answer = front.ask("/admin/moving/sitemove/add/", method="POST", body=body)
        assert answer.status in (302, 403)

    def test_a_client_cannot_choose_the_address_that_is_counted(self, front: FrontServer) -> None:
        """Five logins that fail lock the account for the address from which they come."""
        assert failed_logins(front, 6) == [200] * 4 + [429] * 2
