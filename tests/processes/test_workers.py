"""A worker that dies is replaced."""

import os
import signal
import time

from tests.processes.server import START_SECONDS, Browser, Site


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
