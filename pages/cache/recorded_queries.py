"""The queries of a page, with digests of their rows."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from pages.shared_cache.read_keys import QueryKeys, ReadKeys, collected

NOW = object()
"""Stands in the parameters of a `Query` for the time at which it is run."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with a digest of its rows. Its parameters do not contain the time of the page, so
    that it can be run again at any later time."""

    sql: str
    parameters: tuple[Any, ...]
    digest: bytes


def give_the_same(
    queries: tuple[Query, ...], database: BaseDatabaseWrapper, *, now: datetime
) -> bool:
    """Whether ``queries`` have the same rows ``now`` as when they were recorded."""
    adapted_now = database.ops.adapt_datetimefield_value(now)
    with database.cursor() as cursor:
        for query in queries:
            parameters = [adapted_now if each is NOW else each for each in query.parameters]
            cursor.execute(query.sql, parameters)
            digest = _Digest()
            digest.add(cursor.fetchall())
            if digest.value() != query.digest:
                return False
    return True


@contextmanager
def recorded_queries(keys: ReadKeys | None = None) -> Iterator["Recorder"]:
    """Records the queries of the block and the rows that it fetches. ``keys`` receives them too."""
    recorder = Recorder(keys)
    with connection.execute_wrapper(recorder), collected(keys):
        yield recorder


class _Digest:
    """A digest of rows, whose values are numbers, texts, dates, or lists of these.

    ``keys`` receives the rows too.
    """

    def __init__(self, keys: QueryKeys | None = None) -> None:
        self._hash = hashlib.blake2b(digest_size=16)
        self._keys = keys

    def add(self, rows: Any) -> Any:
        for row in rows:
            self._hash.update(repr(row).encode())
        if self._keys:
            self._keys.add(rows)
        return rows

    def value(self) -> bytes:
        return self._hash.digest()


@dataclass(slots=True)
class Recorder:
    """Receives each query of a connection (Django's `execute_wrapper`)."""

    keys: ReadKeys | None = None
    _made: list[tuple[str, tuple[Any, ...], _Digest]] = field(default_factory=list)

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _RecordingCursor):
            cursor.cursor = cursor.cursor.cursor
        result = execute(sql, params, many, context)
        values = tuple(params or ())
        digest = _Digest(self.keys.begin(sql, values) if self.keys else None)
        self._made.append((sql, values, digest))
        cursor.cursor = _RecordingCursor(cursor.cursor, digest)
        return result

    def queries(self, moment: datetime) -> tuple[Query, ...]:
        """The queries of a page that took ``moment`` for the present time."""
        adapted = connection.ops.adapt_datetimefield_value(moment)
        return tuple(
            Query(
                # Pages of one kind share the texts of their queries.
                sys.intern(sql),
                tuple(NOW if each == adapted else each for each in parameters),
                digest.value(),
            )
            for sql, parameters, digest in self._made
        )


class _RecordingCursor:
    """A database cursor that adds every row that is fetched to ``digest``.

    If a page does not fetch all rows, the digest is that of no complete result. Such a page counts
    as changed.
    """

    def __init__(self, cursor: Any, digest: _Digest) -> None:
        self.cursor = cursor
        self.digest = digest

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Any]:
        for row in self.cursor:
            self.digest.add([row])
            yield row

    def fetchone(self) -> Any:
        row = self.cursor.fetchone()
        self.digest.add([] if row is None else [row])
        return row

    def fetchmany(self, *size: int) -> Any:
        return self.digest.add(self.cursor.fetchmany(*size))

    def fetchall(self) -> Any:
        return self.digest.add(self.cursor.fetchall())
