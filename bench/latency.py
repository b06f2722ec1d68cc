"""Times single requests to two sites in turn, so that both meet the same load of the machine."""

import http.client
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.curtain import Site

REQUESTS = 40
"""To each site for one row, unless it is slow."""

MIN_REQUESTS, MAX_SECONDS = 5, 6.0
"""A row ends after so many seconds if it has had this many requests."""


@dataclass(slots=True)
class Timings:
    """``seconds`` are those of each answer; ``processor`` those that the worker computed."""

    seconds: list[float] = field(default_factory=list)
    processor: float = 0.0
    status: int = 0

    def quantile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def processor_milliseconds(self) -> float:
        """Of one request."""
        return 1000 * self.processor / len(self.seconds)


class Client:
    """A connection to a site with one worker."""

    def __init__(self, site: Site, session: str) -> None:
        parts = urlsplit(site.origin)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
        self.headers = {"Cookie": f"sessionid={session}", "Accept-Encoding": "identity"}
        self.workers = workers_of(site.pid)

    def get(self, path: str) -> tuple[int, float]:
        """The status of the answer, and the seconds until its last byte."""
        headers = self.headers if path.startswith("/admin/") else {}
        start = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        response.read()
        return response.status, time.perf_counter() - start

    def processor_seconds(self) -> float:
        return sum(map(processor_seconds, self.workers))


def compare(clients: Sequence[Client], paths: Sequence[Sequence[str]]) -> list[Timings]:
    """The timings of the ``paths`` of each of ``clients``. The first request of each is not timed:
    it compiles templates."""
    timings = [Timings() for _client in clients]
    for client, own, timing in zip(clients, paths, timings, strict=True):
        timing.status, _seconds = client.get(own[0])
    start = time.monotonic()
    for number in range(REQUESTS):
        if number >= MIN_REQUESTS and time.monotonic() - start > MAX_SECONDS:
            break
        for client, own, timing in zip(clients, paths, timings, strict=True):
            before = client.processor_seconds()
            status, seconds = client.get(own[number % len(own)])
            timing.processor += client.processor_seconds() - before
            timing.seconds.append(seconds)
            if status != timing.status:
                sys.exit(f"{own[number % len(own)]} answers {status}.")
    return timings


def workers_of(pid: int) -> list[int]:
    """The processes that the server ``pid`` has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return list(map(int, children))


def processor_seconds(pid: int) -> float:
    """In steps of a hundredth of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(_values(lines)) / 1024


def _values(lines: Sequence[str]) -> Iterator[int]:
    yield from (int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
