"""A demo site with the first schema is upgraded by every migration, on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.processes.server import ROOT, Browser, Site, new_site

pytestmark = [pytest.mark.both_databases, pytest.mark.soak]

FIRST = ("images", "films", "cast", "reviews", "verdicts", "editions", "pages")
"""The apps that had tables when migrations began to be kept. Each had one migration then."""

COUNT = """
from editions.models import Edition
from cast.models import Credit
from films.models import Film
from pages.search.models import SearchDocument
from reviews.models import Byline, Review
from editions.rerendering import outdated_editions
print(
    Review.objects.count(), Edition.objects.live().count(), Film.objects.count(),
    Credit.objects.count(), Byline.objects.exists(), SearchDocument.objects.exists(),
    outdated_editions().count(),
)
"""


@pytest.fixture
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Site]:
    """Outside of a transaction, in which PostgreSQL makes no database."""
    with django_db_blocker.unblock(), new_site(tmp_path) as site:
        yield site


def test_a_site_is_upgraded(site: Site) -> None:
    for target in (("auth",), *((app, "0001") for app in FIRST)):
        result = site.manage("migrate", *target)
        assert result.returncode == 0, result.stderr
    loaded = subprocess.run(
        [sys.executable, "-m", "tests.upgrades.load_rows"],
        cwd=ROOT,
        env=site.environment(),
        capture_output=True,
        text=True,
    )
    assert loaded.returncode == 0, loaded.stderr
    upgraded = site.manage("migrate")
    assert upgraded.returncode == 0, upgraded.stderr
    assert site.shell(COUNT).split() == ["9", "9", "16", "160", "True", "True", "0"]
    site.start()
    try:
        browser = Browser(site)
        for path in ("/", "/reviews/", "/reviews/alien/", "/films/alien/", "/search/?q=alien"):
            answer = browser.get(path)
            assert (answer.status, "Alien" in answer.body) == (200, True), site.log.read_text()
        assert browser.get("/readyz").status == 200
    finally:
        site.stop()
