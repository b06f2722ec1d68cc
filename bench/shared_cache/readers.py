"""Readers of the site, and what they see while another process changes it."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from tests.processes.server import ROOT, Site

PAUSE = 0.002
"""Seconds between two requests of a reader. Without it, the readers take all processors."""

_NUMBER = re.compile(r"\bEdition (\d+)\b")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    cache: str
    """"hit" or "miss"."""


def get(
    port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        response = connection.getresponse()
        return Answer(
            response.status, response.read().decode(), response.headers.get("X-Cache", "")
        )
    finally:
        connection.close()


@dataclass(slots=True)
class Editor:
    """A process that changes the site. It prints a number, from when on it may be seen (the time at
    which it began, or a minute), and from when on none before it may be seen."""

    process: subprocess.Popen[str]
    steps: list[tuple[int, float, float]] = field(default_factory=list)
    has_ended: Event = field(default_factory=Event)

    @classmethod
    def start(cls, site: Site, code: str) -> "Editor":
        return cls(
            subprocess.Popen(
                [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
                cwd=ROOT,
                env=site.environment(),
                stdout=subprocess.PIPE,
                text=True,
            )
        )

    def follow(self) -> int:
        """Collect the steps until the process ends; its exit code."""
        with self.process as process:
            assert process.stdout
            for line in process.stdout:
                number, begun, done = line.split()
                self.steps.append((int(number), float(begun), float(done)))
        self.has_ended.set()
        return process.returncode

    def least(self, now: float) -> int:
        return max((number for number, _begun, done in [*self.steps] if done <= now), default=0)


@dataclass(slots=True)
class Seen:
    requests: int = 0
    hits: int = 0
    stale: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)


def read(port: int, paths: Sequence[str], editor: Editor) -> Seen:
    """Read ``paths`` in turn until the editor has ended.

    A page is stale if its newest "Edition N" is older than what was published when the request
    began. It is early if it has one that may only be seen after the answer.
    """
    seen = Seen()
    answers: list[tuple[str, float, int]] = []
    while not editor.has_ended.is_set():
        for path in paths:
            now = time.time()
            least = editor.least(now)
            answer = get(port, path)
            numbers = [int(number) for number in _NUMBER.findall(answer.body)]
            seen.requests += 1
            seen.hits += answer.cache == "hit"
            answers.append((path, time.time(), max(numbers, default=0)))
            if answer.status != 200 or max(numbers, default=0) < least:
                seen.stale.append(f"{path}: {answer.status} {numbers[:3]} instead of {least}")
            time.sleep(PAUSE)
    begun = {number: moment for number, moment, _done in editor.steps}
    seen.early = [f"{path}: {number}" for path, at, number in answers if at < begun.get(number, 0)]
    return seen


def many_readers(port: int, paths: Sequence[str], editor: Editor, count: int) -> Seen:
    """All that ``count`` readers have seen when the editor has ended."""
    with ThreadPoolExecutor(count + 1) as pool:
        followed = pool.submit(editor.follow)
        readers = [pool.submit(read, port, paths, editor) for _reader in range(count)]
    assert followed.result() == 0, "The editor has failed."
    total = Seen()
    for reader in readers:
        seen = reader.result()
        total.requests += seen.requests
        total.hits += seen.hits
        total.stale += seen.stale
        total.early += seen.early
    return total
