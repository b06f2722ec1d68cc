"""Django's SQLite backend, which keeps readers' pages up when the disk is full or read-only.

In WAL mode, SQLite makes two files beside the database with the first connection and removes them
with the last one. So the first request on a full disk could not make the files, and then not even
read.

- A server keeps one connection open, and with it the two files (`keep_open`).
- A database that cannot be written is opened for one request, so that the next one may write.
- If the files cannot be made, as after a start on a full disk, the database is opened as immutable:
  it is read without them and without locks, for one request.

A thread keeps its connection for the next request, because opening one takes a millisecond, unless
another file, such as a restored backup, has taken the place of the database.
"""

import os
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from config.faults import DISK_CODES


class DatabaseWrapper(base.DatabaseWrapper):
    kept_open: dict[str, sqlite3.Connection] | None = None
    """By file, a connection that nobody uses. None in processes that keep none open."""

    opens_immutable = True
    """False for a connection that outlives a request: it would not see later changes."""

    _opened: tuple[int, int] | None = None
    """The identity of the file of the connection."""

    def close_if_unusable_or_obsolete(self) -> None:
        if self.connection is not None and self._opened != _identity(self.settings_dict["NAME"]):
            self.close()
        super().close_if_unusable_or_obsolete()

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        # Before it is opened: a file that takes its place meanwhile is noticed after the request.
        self._opened = _identity(conn_params["database"])
        try:
            connection = self._connect(conn_params)
            name = str(conn_params["database"])
            if self._opened and not os.access(name, os.W_OK, effective_ids=True):
                # SQLite has opened it for reading only, and would not notice that it can be
                # written again.
                self.close_at = 0  # with this request
            elif self.kept_open is not None and name not in self.kept_open:
                self.kept_open[name] = self._connect(conn_params)
        except sqlite3.OperationalError as error:
            file = Path(conn_params["database"])
            is_disk = error.sqlite_errorcode & 0xFF in DISK_CODES
            if not (self.opens_immutable and is_disk and _is_complete(file)):
                raise
            immutable = f"{file.resolve().as_uri()}?immutable=1"
            connection = self._connect(conn_params | {"database": immutable})
            self.close_at = 0  # with this request
        return connection

    def create_cursor(self, name: str | None = None) -> "Cursor":
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def _connect(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection that has read from the database, so that SQLite has opened its files."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        return connection


class Cursor(base.SQLiteCursorWrapper):
    """Django's cursor, which converts the placeholders of a text of SQL once in a process."""

    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        if param_names is not None:
            converted: str = super().convert_query(query, param_names=param_names)
            return converted
        return _with_question_marks(query)


@lru_cache(512)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def keep_open() -> None:
    """Keep a connection to each database open from its first use on, until the process ends."""
    DatabaseWrapper.kept_open = {}


def _identity(name: Path | str) -> tuple[int, int] | None:
    """What tells the file ``name`` from another of this name; None if there is no such file."""
    try:
        found = os.stat(name)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_complete(file: Path) -> bool:
    """Whether ``file`` is a database with all its rows: its WAL is empty or does not exist.

    A WAL with content holds the newest rows, and the database without it may be torn.
    """
    wal = file.with_name(f"{file.name}-wal")
    try:
        return file.stat().st_size > 0 and not (wal.exists() and wal.stat().st_size)
    except OSError:
        return False
