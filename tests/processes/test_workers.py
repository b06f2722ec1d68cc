"""Processes of one site that start and end."""

import os
import signal
import time

import pytest

from config.locks import WAITING
from tests.processes.server import START_SECONDS, Browser, Site

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class TestTwoMigrations:
    def test_at_the_same_time_wait_for_each_other(self, site: Site) -> None:
        assert [migration.stderr for migration in site.migrations].count(WAITING) == 1
        assert [migration.returncode for migration in site.migrations] == [0, 0]
        applied = [migration.stdout.count("Applying") for migration in site.migrations]
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
