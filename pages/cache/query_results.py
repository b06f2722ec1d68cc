"""Results of queries: their digests, and those that many pages share."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

MAX_ROWS = 20_000
"""The most rows that `KeptResults` keeps. They take about 7 MB."""


class Digest:
    """A digest of rows, whose values are numbers, texts, dates, or lists of these."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)

    def add(self, rows: Sequence[Any]) -> None:
        for row in rows:
            self._hash.update(repr(row).encode())

    def value(self) -> bytes:
        return self._hash.digest()


@dataclass(frozen=True, slots=True)
class Result:
    """All rows of a query, and their digest."""

    rows: Sequence[Any]
    digest: bytes

    @classmethod
    def of(cls, rows: Sequence[Any]) -> "Result":
        digest = Digest()
        digest.add(rows)
        return cls(rows, digest.value())


class KeptResults:
    """The results of queries, by their SQL and parameters, as long as these stay the same.

    Several threads may use it. When it is full, it forgets all and begins again. A result that
    would not fit in alone is not kept.
    """

    def __init__(self, max_rows: int = MAX_ROWS) -> None:
        self._max_rows = max_rows
        self._rows = 0
        self._results: dict[tuple[str, str], Result] = {}

    def get(self, sql: str, parameters: tuple[Any, ...]) -> Result | None:
        return self._results.get(_key(sql, parameters))

    def add(self, sql: str, parameters: tuple[Any, ...], rows: Sequence[Any]) -> Result:
        result = Result.of(rows)
        # A result without rows takes memory too.
        size = len(rows) + 1
        if size > self._max_rows:
            return result
        if self._rows + size > self._max_rows:
            self._results, self._rows = {}, 0
        key = _key(sql, parameters)
        if key not in self._results:
            self._results[key] = result
            self._rows += size
        return result


def _key(sql: str, parameters: tuple[Any, ...]) -> tuple[str, str]:
    # PostgreSQL has lists as parameters, which no dictionary takes as keys.
    return sys.intern(sql), repr(parameters)


_are_shared: ContextVar[bool] = ContextVar("results are shared", default=False)


@contextmanager
def shared_results() -> Iterator[None]:
    """Pages share the results of the queries in the block: only the first page runs them, until
    something public changes.

    For queries that many pages make with the same parameters. They must read public rows only,
    whose change raises the generation, and compare the present time with the beginnings and ends of
    editions only. The page cache keeps the results. Without it the queries are run each time.
    """
    token = _are_shared.set(True)
    try:
        yield
    finally:
        _are_shared.reset(token)


def are_shared() -> bool:
    return _are_shared.get()
