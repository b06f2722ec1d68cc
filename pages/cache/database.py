"""The page cache's way to the database: for hits and for comparing what pages have read.

On SQLite each thread has a connection of its own: finding Django's connection of the thread costs
as much as the query, and that may be immutable. On PostgreSQL it is Django's, since a server has
few connections: a thread never has two.
"""

import sqlite3
import threading
import time
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

CHECK_SECONDS = 5
"""How long a connection to SQLite is used before its file is looked at: a restored backup may have
taken its place. After `CONN_MAX_AGE` it is opened again in any case."""

AWAY = (
    OperationalError,
    InterfaceError,
    sqlite3.OperationalError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
)
"""Errors of a database that cannot be reached, is busy or fails."""

ERRORS = (DatabaseError, InterfaceError, sqlite3.Error, psycopg.Error)
"""All errors of a database."""

_GENERATION = "SELECT number FROM editions_generation WHERE id = 1"


class SharedConnection:
    """Django's connection of the thread."""

    def open(self) -> BaseDatabaseWrapper:
        connection.ensure_connection()
        return connection

    def close(self) -> None:
        connection.close()

    def generation(self) -> int:
        """The present generation of the site. A connection that has broken is opened again.

        Raises one of `ERRORS`, of which `AWAY` says that the database does not answer.
        """
        try:
            return self._read_generation()
        except ERRORS:
            self.close()
            return self._read_generation()

    def _read_generation(self) -> int:
        return generation_in(self.open())


class PostgreSQLConnection(SharedConnection):
    def _read_generation(self) -> int:
        """By libpq itself: a cursor of psycopg costs twice as much as the query.

        Not as a prepared statement, which would be unknown to the next server behind a pool.
        """
        result = self.open().connection.pgconn.exec_params(_GENERATION.encode(), None)
        if result.status != ExecStatus.TUPLES_OK:
            raise error_from_result(result)
        value = result.get_value(0, 0) if result.ntuples else None
        return int(value or 0)


class SQLiteConnection(threading.local, SharedConnection):
    """A connection of its own for each thread."""

    def __init__(self) -> None:
        self._wrapper: Any = None
        self._checked_until = 0.0

    def generation(self) -> int:
        """As in the parent, with the fewest calls: it is most of the work of a hit."""
        if time.monotonic() < self._checked_until:
            try:
                return _number(self._execute(_GENERATION).fetchone())
            except sqlite3.Error:
                self.close()
        return super().generation()

    def open(self) -> BaseDatabaseWrapper:
        now = time.monotonic()
        if now > self._checked_until:
            if self._wrapper is None:
                self._wrapper = connection.copy()
                self._wrapper.opens_immutable = False
            self._wrapper.close_if_unusable_or_obsolete()
            self._wrapper.ensure_connection()
            self._execute = self._wrapper.connection.execute
            self._checked_until = now + CHECK_SECONDS
        return self._wrapper

    def close(self) -> None:
        self._checked_until = 0.0
        if self._wrapper is not None:
            self._wrapper.close()

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
