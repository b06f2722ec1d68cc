"""Readers of a site, who ask for its pages all the time."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from bench.load_faults.editors import Writer

SENTENCE = "The site cannot show this page at the moment."


@dataclass
class Readers:
    """Ask ``port`` for ``paths``. ``counts`` are the answers by status, ``problems`` the others.

    ``allowed`` are the statuses of good answers; a 503 has to be the site's own page.
    """

    port: int
    paths: Sequence[str]
    allowed: tuple[int, ...] = (200, 304)
    pause: float = 0.05
    counts: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    slowest: float = 0.0
    etags: dict[str, str] = field(default_factory=dict)

    def read_until(self, stop: Event) -> None:
        chance = random.Random(threading.get_ident())  # noqa: S311
        while not stop.is_set():
            self.read(chance.choice(self.paths), is_repeated=chance.random() < 0.3)
            time.sleep(self.pause)

    def read(self, path: str, *, is_repeated: bool = False) -> None:
        headers = {"Accept": "text/html", "X-Forwarded-For": f"10.1.{hash(path) % 250}.1"}
        if is_repeated and path in self.etags:
            headers["If-None-Match"] = self.etags[path]
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.problems.append(f"{path}: {error!r}")
            return
        finally:
            connection.close()
        self.slowest = max(self.slowest, time.monotonic() - begun)
        self.counts[response.status] += 1
        if etag := response.headers.get("ETag"):
            self.etags[path] = etag
        text = body.decode(errors="replace")
        if response.status not in self.allowed or "Traceback" in text:
            self.problems.append(f"{path}: {response.status}")
        elif response.status == 503 and SENTENCE not in text:
            self.problems.append(f"{path}: 503 without the sentence")


@contextmanager
def at_work(*people: Readers | Writer, readers: int = 2) -> Iterator[None]:
    """Have ``people`` read and write until the end of the block: ``readers`` of each `Readers`."""
    stop = Event()
    runs = []
    for each in people:
        if isinstance(each, Readers):
            runs += [each.read_until] * readers
        else:
            runs.append(each.write_until)
    with ThreadPoolExecutor(len(runs)) as pool:
        done = [pool.submit(run, stop) for run in runs]
        try:
            yield
        finally:
            stop.set()
        for each_done in done:
            each_done.result()
