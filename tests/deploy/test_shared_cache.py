"""nginx in front of Varnish in front of the site: docs/operations.md, "A shared cache"."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.shared_cache.readers import get
from bench.shared_cache.varnish import Varnish
from tests.deploy.front_server import FrontServer, configure, failed_logins, needs_nginx, serving
from tests.deploy.site import Site, site_with_a_review

XKEY = [*Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so")]

pytestmark = [
    pytest.mark.soak,
    needs_nginx,
    pytest.mark.skipif(
        not (shutil.which("varnishd") and XKEY), reason="needs varnish and varnish-modules"
    ),
]

REVIEW = "/reviews/alien/"


class Chain:
    """The three servers."""

    def __init__(self, front: FrontServer, varnish: Varnish, site: Site) -> None:
        self.front = front
        self.varnish = varnish
        self.site = site

    def kept(self, path: str) -> str:
        """Whether Varnish had the page: "hit" or "miss"."""
        answer = self.front.ask(path)
        assert answer.status == 200
        return answer.headers["X-Cache"]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    varnish = Varnish(tmp_path_factory.mktemp("varnish"))
    home = tmp_path_factory.mktemp("home")
    with site_with_a_review(home, CACHE_PURGE_URL=varnish.url, TRUSTED_PROXIES="2") as site:
        varnish.app_port = site.port
        try:
            varnish.start()
            folder = tmp_path_factory.mktemp("nginx")
            # nginx passes requests to Varnish instead of to the app.
            front = configure(folder, media=site.media, app_port=varnish.port)
            with serving(front):
                yield Chain(front, varnish, site)
        finally:
            varnish.stop()


class TestChain:
    def test_a_page_is_asked_from_the_app_once(self, chain: Chain) -> None:
        path = "/films/alien/"
        assert [chain.kept(path) for _ in range(3)] == ["miss", "hit", "hit"]
        headers = chain.front.ask(path).headers
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        unwanted = ("CDN-Cache-Control", "Surrogate-Key", "Surrogate-Generation", "Set-Cookie")
        assert [name for name in unwanted if name in headers] == []

    def test_a_reader_cannot_purge(self, chain: Chain) -> None:
        chain.kept(REVIEW)
        assert chain.front.ask("/", method="PURGE", surrogate_key="site").status == 403
        assert chain.kept(REVIEW) == "hit"
        # The app asks Varnish itself, without nginx in between.
        answer = get(chain.varnish.port, "/", "PURGE", {"Surrogate-Key": "site"})
        assert answer.status == 200
        assert chain.kept(REVIEW) == "miss"

    def test_the_app_knows_the_address_that_nginx_saw(self, chain: Chain) -> None:
        """Five logins that fail lock the account for the address from which they come."""
        assert failed_logins(chain.front, 6, client="127.0.0.2") == [200] * 4 + [429] * 2
        assert failed_logins(chain.front, 1, client="127.0.0.3") == [200]

    def test_a_publication_replaces_the_page(self, chain: Chain) -> None:
        chain.kept(REVIEW)
        assert chain.kept(REVIEW) == "hit"
        chain.site.publish("Eight at Supper")
        page = chain.front.ask(REVIEW)
        assert page.headers["X-Cache"] == "miss"
        assert b"Eight at Supper" in page.body
        assert b"Seven at Supper" not in page.body
        assert chain.kept(REVIEW) == "hit"
