"""Reads the access log of the front server, in the "combined" format of nginx and Apache."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(
    rf'(\S+) \S+ [^\[]*\[([^\]\[]+)\] "(\S+) (\S+)[^"]*" (\d{{3}}) \S+ {_QUOTED} {_QUOTED}'
)
"""The time grows with the length of a line, whatever a client has sent: no part of the expression
can begin at several places."""
_MOMENT = "%d/%b/%Y:%H:%M:%S %z"

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Request:
    """A line of the log."""

    address: str
    moment: datetime
    method: str
    path: str
    status: int
    program: str
    """The User-Agent header, as it was sent."""


def requests(path: Path) -> Iterator[Request | None]:
    """The requests in the log ``path``, which may be compressed by gzip; None for a line that is
    none. Raises OSError, also for one whose compression is damaged."""
    with _opened(path) as log:
        for line in log:
            yield _request(line)


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as file:
        is_compressed = file.read(2) == GZIP
    if is_compressed:
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def _request(line: str) -> Request | None:
    found = _LINE.match(line)
    if not found:
        return None
    address, moment, method, target, status, _referrer, program = found.groups()
    try:
        at = datetime.strptime(moment, _MOMENT)  # noqa: DTZ007  (it has %z)
    except ValueError:
        return None
    return Request(address, at, method, target.partition("?")[0], int(status), program)
