"""Processes of one site that start and end."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from subprocess import CompletedProcess

import pytest
from pytest_django import DjangoDbBlocker

from config.locks import WAITING
from tests.processes.server import START_SECONDS, Browser, Site, new_site

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def migrations(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> list[CompletedProcess[str]]:
    """Two runs of `migrate` that start together on a new database, as two servers do. Not made in
    the test itself: PostgreSQL creates no database within a transaction."""
    folder = tmp_path_factory.mktemp("new")
    with django_db_blocker.unblock(), new_site(folder) as site, ThreadPoolExecutor() as pool:
        return list(pool.map(site.manage, ["migrate", "migrate"]))


@pytest.mark.soak
@pytest.mark.both_databases
class TestTwoMigrations:
    def test_at_the_same_time_wait_for_each_other(
        self, migrations: list[CompletedProcess[str]]
    ) -> None:
        assert [migration.stderr for migration in migrations].count(WAITING) == 1
        assert [migration.returncode for migration in migrations] == [0, 0]
        applied = [migration.stdout.count("Applying") for migration in migrations]
        assert (min(applied), max(applied) > 20) == (0, True)


class TestAKilledWorker:
    def test_is_replaced_while_the_other_answers(self, site: Site) -> None:
        killed, other = site.workers_running()
        started = site.log.read_text().count("Started worker-")
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + START_SECONDS
        while site.log.read_text().count("Started worker-") == started:
            assert time.monotonic() < deadline, site.log.read_text()
            time.sleep(0.1)
        running = site.workers_running()
        assert (len(running), killed in running, other in running) == (2, False, True)
        browser = Browser(site)
        assert [browser.get("/robots.txt").status for _try in range(10)] == [200] * 10
