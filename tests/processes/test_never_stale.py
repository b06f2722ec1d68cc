"""Readers of several workers, while another process publishes, schedules and withdraws."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.processes.server import ROOT, Site

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db, pytest.mark.soak]

READERS = 4
PAGE = "/reviews/hammered/"
WORKERS, EDITIONS = 4, 200
PAUSE = 0.005
"""Seconds that a reader waits between two requests. Without a pause, the readers would use all the
processor time of the site and the editor."""

EDITOR = f"""
import time
from datetime import timedelta
from django.utils import timezone
from factory.django import DjangoModelFactory
from editions.publishing import publish, set_embargo, withdraw
from reviews.models import Review
from tests import factories
from tests.factories import FullReviewFactory

# Other tests have used the first numbers for slugs in this database.
for factory in vars(factories).values():
    if isinstance(factory, type) and issubclass(factory, DjangoModelFactory):
        factory.reset_sequence(10_000, force=True)
review = FullReviewFactory(slug="hammered")

def edition(number, **when):
    Review.objects.filter(pk=review.pk).update(headline=f"Edition {{number}}")
    review.sections.filter(position=1).update(body=f"The text of edition {{number}}.")
    return publish(review=review, **when)

for number in range(1, {EDITIONS} + 1):
    edition(number)
    print(number, time.time(), flush=True)
for number in ({EDITIONS} + 1, {EDITIONS} + 2):
    minute = timezone.now() + timedelta(seconds=0.5)
    if number > {EDITIONS} + 1:
        set_embargo(review=review, until=minute, withdrawing=True)
    edition(number, live_from=minute)
    print(number, minute.timestamp(), flush=True)
    for _change in range(3):
        # The page is found to be the same, and kept.
        factories.GenreFactory()
        time.sleep(0.1)
    time.sleep(0.7)
withdraw(review=review)
print({EDITIONS} + 3, time.time(), flush=True)
time.sleep(0.3)
"""
"""Prints the number of each edition, and from when on no reader may see the one before."""

WITHDRAWN = EDITIONS + 3
EDITION = re.compile(r"(?:>Edition |text of edition )(\d+)")


@pytest.fixture
def workers(site: Site) -> Iterator[Site]:
    """`WORKERS` with a page cache, on the database of `site`."""
    settings = site.settings | {"PAGE_CACHE_BYTES": "10000000"}
    workers = Site(site.folder, site.database_url, WORKERS, settings)
    workers.start()
    yield workers
    workers.stop()


class Editor:
    """The process of the editor. ``least`` is the oldest edition that may still be seen."""

    def __init__(self, site: Site) -> None:
        self.steps: list[tuple[int, float]] = []
        self.has_ended = Event()
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "--command", EDITOR],
            cwd=ROOT,
            env=site.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )

    def follow(self) -> int:
        """Collect the steps until the process ends; its exit code."""
        with self._process as process:
            assert process.stdout
            for line in process.stdout:
                number, moment = line.split()
                self.steps.append((int(number), float(moment)))
        self.has_ended.set()
        return process.returncode

    def least(self) -> int:
        now = time.time()
        return max((number for number, moment in [*self.steps] if moment <= now), default=0)


def read(site: Site, editor: Editor) -> tuple[int, list[str]]:
    """Read until the editor has ended. Returns how often, and what was wrong."""
    count, wrong = 0, []
    while not editor.has_ended.is_set():
        least = editor.least()
        # A new connection, so that any worker may answer.
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        connection.request("GET", PAGE)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        numbers = {
            int(number) for number in re.findall(r"(?:>Edition |text of edition )(\d+)", text)
        }
        seen = {200: min(numbers, default=0), 410: WITHDRAWN}.get(response.status, 0)
        count += 1
        time.sleep(PAUSE)
        if len(numbers) > 1 or seen < least:
            wrong.append(f"{response.status} {numbers} instead of {least}")
    return count, wrong


class TestReaders:
    def test_see_what_was_published_before_they_came_and_no_mixture(self, workers: Site) -> None:
        editor = Editor(workers)
        with ThreadPoolExecutor(READERS + 1) as pool:
            followed = pool.submit(editor.follow)
            readers = [pool.submit(read, workers, editor) for _reader in range(READERS)]
        assert followed.result() == 0
        assert [number for number, _moment in editor.steps] == [*range(1, WITHDRAWN + 1)]
        counts, wrong = zip(*(reader.result() for reader in readers), strict=True)
        assert [*wrong] == [[]] * READERS
        assert min(counts) > EDITIONS
