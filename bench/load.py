"""Measures how many requests a second a server answers, with wrk, and that it answers the right
page."""

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("wrk.lua")

TOLERANCE = 0.02
"""By how much the bytes of a response may differ from the first one. Headers like Date vary."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One row of the table: what is requested, and how its answer is recognised.

    ``marker`` must be in the body; it is "" for an answer without a body.
    """

    name: str
    address: str
    marker: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """``p50`` and ``p99`` in milliseconds."""

    per_second: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Answer:
    """``size`` counts the headers too."""

    status: int
    size: int
    body: bytes
    headers: Mapping[str, str]


def fetch(address: str, headers: Mapping[str, str] | None = None) -> Answer:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("GET", path, headers=dict(headers or {}))
    response = connection.getresponse()
    body = response.read()
    # The status line, the lines of the headers and the empty line; wrk counts them all.
    head = 17 + len(response.reason) + sum(len(k) + len(v) + 4 for k, v in response.getheaders())
    connection.close()
    found = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, head + len(body), body, found)


def check(subject: Subject) -> Answer:
    """The answer for ``subject``. Exits if it is not the right one."""
    answer = fetch(subject.address, subject.headers)
    if answer.status != subject.status:
        sys.exit(f"{subject.name}: {subject.address} answers {answer.status}.")
    if subject.marker.encode() not in answer.body:
        sys.exit(f"{subject.name}: “{subject.marker}” is not in {subject.address}.")
    if bool(answer.body) != bool(subject.marker):
        sys.exit(f"{subject.name}: {subject.address} answers with {len(answer.body)} bytes.")
    return answer


def measure(subject: Subject, seconds: int) -> Run:
    """Send requests for ``seconds``. Exits if they were answered with something else."""
    expected = check(subject).size
    command = ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={seconds}s"]
    command += [f"--header={name}: {value}" for name, value in subject.headers.items()]
    done = subprocess.run(
        [*command, f"--script={SCRIPT}", subject.address],
        check=True,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    if said["errors"]:
        sys.exit(f"{subject.name}: {said['errors']} requests failed.")
    if not said["requests"]:
        sys.exit(f"{subject.name}: no answer within {seconds} s. Measure longer.")
    size = said["bytes"] / said["requests"]
    if abs(size - expected) > max(TOLERANCE * expected, 64):
        sys.exit(f"{subject.name}: the answers have {size:.0f} bytes instead of {expected}.")
    return Run(
        said["requests"] / said["microseconds"] * 1e6, said["p50"] / 1000, said["p99"] / 1000
    )
