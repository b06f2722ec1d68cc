"""Sessions are the same on every worker, without a cache server."""

import pytest

from tests.processes.server import Browser, Site

pytestmark = pytest.mark.soak

TRIES = 20
"""Each request meets one of two workers: twenty that agree by chance are one in a million."""


@pytest.fixture
def vera(site: Site) -> Browser:
    browser = Browser(site)
    assert browser.log_in("vera", "a-long-password").status == 302
    return browser


class TestASession:
    def test_is_known_to_every_worker(self, vera: Browser) -> None:
        assert [vera.get("/admin/").status for _try in range(TRIES)] == [200] * TRIES

    def test_is_over_on_every_worker_after_logging_out(self, site: Site, vera: Browser) -> None:
        for _try in range(TRIES):
            vera.get("/admin/")
        cookies = vera.cookies
        assert vera.post("/admin/logout/", {}, form="/admin/").status == 200
        late = Browser(site, cookies)
        statuses = [late.get("/admin/").status for _try in range(TRIES)]
        assert statuses == [302] * TRIES

    def test_loses_no_message(self, vera: Browser) -> None:
        shown = 0
        for number in range(TRIES):
            fields = {"name": f"Genre {number}", "slug": f"genre-{number}"}
            saved = vera.post("/admin/films/genre/add/", fields)
            assert saved.status == 302, saved.body
            shown += (
                f"Genre {number}</a>” was added successfully"
                in vera.get("/admin/films/genre/").body
            )
        assert shown == TRIES
