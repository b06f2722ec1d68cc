"""The queries of a page, with digests of their rows."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from pages.cache.query_results import Digest, KeptResults, Result, are_shared
from pages.shared_cache.read_keys import QueryKeys, ReadKeys, collected

NOW = object()
"""Stands in the parameters of a `Query` for the time at which it is run."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with a digest of its rows. Its parameters do not contain the time of the page, so
    that it can be run again at any later time. ``is_shared``: see `shared_results`."""

    sql: str
    parameters: tuple[Any, ...]
    digest: bytes
    is_shared: bool


def give_the_same(
    queries: tuple[Query, ...],
    database: BaseDatabaseWrapper,
    *,
    now: datetime,
    results: KeptResults,
) -> bool:
    """Whether each of ``queries`` still has the rows that were recorded, if it runs at the time
    ``now``. A shared query runs once: ``results`` keeps its result."""
    adapted_now = database.ops.adapt_datetimefield_value(now)
    with database.cursor() as cursor:
        for query in queries:
            result = results.get(query.sql, query.parameters) if query.is_shared else None
            if result is None:
                parameters = [adapted_now if each is NOW else each for each in query.parameters]
                cursor.execute(query.sql, parameters)
                rows = cursor.fetchall()
                if query.is_shared:
                    result = results.add(query.sql, query.parameters, rows)
                else:
                    result = Result.of(rows)
            if result.digest != query.digest:
                return False
    return True


@contextmanager
def recorded_queries(
    now: datetime, results: KeptResults, keys: ReadKeys | None = None
) -> Iterator["Recorder"]:
    """Records the queries that run in the block, and their rows. ``now`` is the time of the page.
    ``results`` has the results that pages share. ``keys`` receives the rows too."""
    recorder = Recorder(connection.ops.adapt_datetimefield_value(now), results, keys)
    with connection.execute_wrapper(recorder), collected(keys):
        yield recorder


class _RecordedRows:
    """Takes the rows of a query as a page fetches them. ``keys`` receives them too."""

    def __init__(self, keys: QueryKeys | None = None) -> None:
        self._digest = Digest()
        self._keys = keys

    def add(self, rows: Any) -> Any:
        self._digest.add(rows)
        if self._keys:
            self._keys.add(rows)
        return rows

    def digest(self) -> bytes:
        return self._digest.value()


@dataclass(slots=True)
class Recorder:
    """Receives each query of a connection (Django's `execute_wrapper`)."""

    adapted_now: Any
    results: KeptResults
    keys: ReadKeys | None = None
    _made: list[tuple[str, tuple[Any, ...], _RecordedRows | Result]] = field(default_factory=list)

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _RecordingCursor | _SharedRows):
            cursor.cursor = cursor.cursor.cursor
        parameters = tuple(NOW if each == self.adapted_now else each for each in params or ())
        keys = self.keys.begin(sql, tuple(params or ())) if self.keys else None
        if not are_shared():
            result = execute(sql, params, many, context)
            recorded = _RecordedRows(keys)
            self._made.append((sql, parameters, recorded))
            cursor.cursor = _RecordingCursor(cursor.cursor, recorded)
            return result
        shared = self.results.get(sql, parameters)
        if shared is None:
            execute(sql, params, many, context)
            shared = self.results.add(sql, parameters, cursor.cursor.fetchall())
        if keys:
            keys.add(shared.rows)
        self._made.append((sql, parameters, shared))
        cursor.cursor = _SharedRows(cursor.cursor, shared.rows)
        return cursor.cursor

    def queries(self) -> tuple[Query, ...]:
        """The queries of the page, when it is ready."""
        return tuple(
            # Pages of one kind share the texts of their queries.
            Query(sys.intern(sql), parameters, made.digest, is_shared=True)
            if isinstance(made, Result)
            else Query(sys.intern(sql), parameters, made.digest(), is_shared=False)
            for sql, parameters, made in self._made
        )


class _RecordingCursor:
    """A database cursor that adds every row that is fetched to ``recorded``.

    If a page does not fetch all rows, the digest is that of no complete result. Such a page counts
    as changed.
    """

    def __init__(self, cursor: Any, recorded: _RecordedRows) -> None:
        self.cursor = cursor
        self.recorded = recorded

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Any]:
        for row in self.cursor:
            self.recorded.add([row])
            yield row

    def fetchone(self) -> Any:
        row = self.cursor.fetchone()
        self.recorded.add([] if row is None else [row])
        return row

    def fetchmany(self, *size: int) -> Any:
        return self.recorded.add(self.cursor.fetchmany(*size))

    def fetchall(self) -> Any:
        return self.recorded.add(self.cursor.fetchall())


class _SharedRows:
    """A database cursor that has ``rows``, whether or not it has run their query."""

    def __init__(self, cursor: Any, rows: Any) -> None:
        self.cursor = cursor
        self._rows = iter(rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> Any:
        return list(islice(self._rows, size))

    def fetchall(self) -> Any:
        return list(self._rows)
