"""The page cache's way to the database: for hits and for comparing what pages have read.

On SQLite each thread has a connection of its own, since Django closes its connection after each
request, and opening one costs as much as a hundred hits. On PostgreSQL it is Django's connection of
the thread, which stays open: a thread never has two.
"""

import sqlite3
import threading
import time
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Error as PostgreSQLError

REOPEN_SECONDS = 5
"""How long a connection to SQLite is used. A restored backup may take the place of its file."""

_GENERATION = "SELECT number FROM editions_generation WHERE id = 1"


class SharedConnection:
    """Django's connection of the thread."""

    failures: tuple[type[Exception], ...] = (DatabaseError, InterfaceError, PostgreSQLError)
    """What its methods raise if the database cannot be read."""

    def open(self) -> BaseDatabaseWrapper:
        connection.ensure_connection()
        return connection

    def close(self) -> None:
        connection.close()

    def generation(self) -> int:
        """The present generation of the site. A connection that has broken is opened again."""
        try:
            return self._read_generation()
        except self.failures:
            self.close()
            return self._read_generation()

    def _read_generation(self) -> int:
        return generation_in(self.open())


class PostgreSQLConnection(SharedConnection):
    def _read_generation(self) -> int:
        # Django's cursors prepare no statement.
        with self.open().connection.cursor() as cursor:
            return _number(cursor.execute(_GENERATION, prepare=True).fetchone())


class SQLiteConnection(threading.local, SharedConnection):
    """A connection of its own for each thread."""

    failures = (*SharedConnection.failures, sqlite3.Error)

    def __init__(self) -> None:
        self._wrapper: Any = None
        self._expires = 0.0

    def generation(self) -> int:
        """As in the parent, with the fewest calls: it is most of the work of a hit."""
        if time.monotonic() < self._expires:
            try:
                return _number(self._execute(_GENERATION).fetchone())
            except sqlite3.Error:
                self.close()
        return super().generation()

    def open(self) -> BaseDatabaseWrapper:
        now = time.monotonic()
        if now > self._expires or self._wrapper is None:
            self.close()
            wrapper: Any = connection.copy()
            wrapper.opens_immutable = False
            wrapper.ensure_connection()
            self._wrapper = wrapper
            self._execute = wrapper.connection.execute
            self._expires = now + REOPEN_SECONDS
        return self._wrapper

    def close(self) -> None:
        self._expires = 0.0
        if self._wrapper is not None:
            self._wrapper.close()
            self._wrapper = None

    def _read_generation(self) -> int:
        return _number(self.open().connection.execute(_GENERATION).fetchone())


def site_database() -> SharedConnection:
    if connection.vendor == "postgresql":
        return PostgreSQLConnection()
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return SharedConnection()
    return SQLiteConnection()


def generation_in(database: BaseDatabaseWrapper) -> int:
    with database.cursor() as cursor:
        cursor.execute(_GENERATION)
        return _number(cursor.fetchone())


def _number(row: Any) -> int:
    return row[0] if row else 0
