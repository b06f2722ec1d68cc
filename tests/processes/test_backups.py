"""Backups of sites in real processes: from one database to the other, and while editors write."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from bench.faults.case import Case
from tests.processes.server import ROOT, Browser, Site, new_site

pytestmark = [pytest.mark.both_databases, pytest.mark.soak]

DEMO = sorted(str(path) for path in (ROOT / "demo" / "reviews").glob("alien*.md"))

NEW_REVIEW = """
from editions.publishing import publish
from tests.factories import FullReviewFactory
print(publish(review=FullReviewFactory(slug="new")).number)
"""

HEADLINE = """
from reviews.models import Review
print(Review.objects.get(slug="sample").headline)
"""

BACKUPS = 4


@pytest.fixture(autouse=True)
def _outside_of_a_transaction(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """PostgreSQL cannot create a database within a transaction."""
    with django_db_blocker.unblock():
        yield


@contextmanager
def migrated(folder: Path, *, on_sqlite: bool) -> Iterator[Site]:
    folder.mkdir()
    with new_site(folder) as site:
        if on_sqlite:
            site.database_url = f"sqlite:///{folder / 'site.sqlite3'}"
        Case(site).manage("migrate", "--verbosity=0")
        yield site


@pytest.mark.parametrize("to_sqlite", [False, True])
def test_a_site_moves_to_the_other_database(tmp_path: Path, to_sqlite: bool) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("needs PostgreSQL: scripts/with-postgres")
    file = str(tmp_path / "site.backup")
    with (
        migrated(tmp_path / "old", on_sqlite=not to_sqlite) as old,
        migrated(tmp_path / "new", on_sqlite=to_sqlite) as new,
    ):
        Case(old).manage("import_review", *DEMO, "--publish")
        digests = Case(old).digest()
        assert "editions.EditionBody" in digests
        assert "alien-lead.webp" in digests
        Case(old).manage("backup", file)
        case = Case(new)
        case.manage("restore", file)
        assert case.digest() == digests
        with case.running():
            assert "/reviews/alien/" in Browser(new).get("/search/?q=Ripley").body
        assert new.shell(NEW_REVIEW).strip() == "1"


def test_a_backup_is_of_one_moment_while_editors_write(tmp_path: Path) -> None:
    with migrated(tmp_path / "site", on_sqlite=connection.vendor == "sqlite") as site:
        case = Case(site)
        case.set_up()
        saved: list[int] = []
        stop = Event()

        def edit() -> None:
            case.log_in()
            for number in count(1):
                if stop.is_set():
                    return
                assert case.publish(f"Headline {number}").status == 302
                saved.append(number)

        confirmed, during = [], 0
        with case.running(), ThreadPoolExecutor(1) as pool:
            editing = pool.submit(edit)
            try:
                for number in range(BACKUPS):
                    confirmed.append(saved[-1] if saved else 0)
                    case.manage("backup", str(tmp_path / f"{number}.backup"))
                    during += len(saved) - confirmed[-1]
            finally:
                stop.set()
            editing.result()
        assert during >= BACKUPS, "hardly anything was published while backups were made"
        for number, least in enumerate(confirmed):
            folder = tmp_path / f"restored-{number}"
            with migrated(folder, on_sqlite=connection.vendor == "sqlite") as new:
                restored = Case(new)
                restored.manage("restore", str(tmp_path / f"{number}.backup"))
                restored.check()
                headline = new.shell(HEADLINE).strip()
                found = int(headline.rpartition(" ")[2]) if headline != "A sample" else 0
                assert least <= found <= saved[-1]
