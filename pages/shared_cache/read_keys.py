"""The surrogate keys of a page: what it depends on, found while it is rendered."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pages.shared_cache.sql_reading import Reading, reading_of, tables_in
from pages.shared_cache.tables import SITE

MOST_BYTES = 4_000
"""A page with longer keys has coarser ones. Servers limit the length of a header, often to 8 KB."""


class ReadKeys:
    """Collects the keys of one page. ``are_complete`` is False if it has read a table of which no
    writes are watched: no purge would meet it."""

    def __init__(self) -> None:
        self.keys: set[str] = {SITE}
        self.are_complete = True
        self.is_declared = False
        self._queries: list[QueryKeys] = []

    def begin(self, sql: str, params: tuple[Any, ...]) -> "QueryKeys | None":
        """What receives the rows of a query."""
        named = tables_in(sql)
        if named is None:
            self.are_complete = False
            return None
        reading = reading_of(sql)
        if self.is_declared:
            self.keys.update(table.short for table in named)
            reading = Reading(frozenset(), shown=reading.named)
        self.keys.update(reading.always)
        for table, column, positions in reading.chosen:
            self.keys.update(table.with_value(column, params[at]) for at in positions)
        query = QueryKeys(reading, self.keys)
        self._queries.append(query)
        return query

    def header(self) -> str:
        """The value of Surrogate-Key; "" for a page that no purge would meet."""
        if not self.are_complete:
            return ""
        for query in self._queries:
            query.finish()
        return " ".join(sorted(_bounded(self.keys)))


class QueryKeys:
    """Adds the keys of the rows of one query to ``keys``."""

    __slots__ = ("_count", "_keys", "_reading")

    def __init__(self, reading: Reading, keys: set[str]) -> None:
        self._reading = reading
        self._keys = keys
        self._count = 0

    def add(self, rows: Iterable[Any]) -> None:
        reading, keys = self._reading, self._keys
        for row in rows:
            self._count += 1
            for table, at in reading.shown:
                if row[at] is not None:
                    keys.add(table.row(row[at]))
            for table, column, at in reading.followed:
                keys.add(table.with_value(column, row[at]))

    def finish(self) -> None:
        if not self._count:
            self._keys.update(self._reading.if_empty)
        if self._reading.limit and self._count >= self._reading.limit:
            self._keys.update(self._reading.if_cut)


_current: ContextVar[ReadKeys | None] = ContextVar("keys of the page", default=None)


@contextmanager
def collected(keys: ReadKeys | None) -> Iterator[None]:
    """What pages declare in the block is added to ``keys``."""
    token = _current.set(keys)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def declared_reads(*keys: str) -> Iterator[None]:
    """The result of the queries in the block changes only when one of ``keys`` is purged.

    For queries of which `sql_reading` would say less. More keys may be added by `depends_on`.
    """
    current = _current.get()
    if current is None:
        yield
        return
    current.keys.update(keys)
    before, current.is_declared = current.is_declared, True
    try:
        yield
    finally:
        current.is_declared = before


def depends_on(*keys: str) -> None:
    """Adds ``keys`` to those of the page that is being rendered, if there is one."""
    if current := _current.get():
        current.keys.update(keys)


def _bounded(keys: set[str]) -> set[str]:
    """``keys`` in at most `MOST_BYTES`. Of the tables with the most keys, that of the whole table
    stands for those of rows: every purge of a row of them purges it too."""
    while sum(map(len, keys)) + len(keys) > MOST_BYTES:
        by_table: dict[str, set[str]] = {}
        for key in keys:
            name = key.partition("-")[0]
            if name != key:
                by_table.setdefault(name.partition(".")[0], set()).add(key)
        name, longest = max(by_table.items(), key=lambda item: sum(map(len, item[1])))
        keys = (keys - longest) | {f"{name}.any"}
    return keys
