"""Tells which errors are no mistake of the program, but a state of what it runs on."""

import errno
import sqlite3
from enum import Enum, auto

import psycopg
from django.db import Error, OperationalError

from images.storage_errors import StorageUnreachable


class Fault(Enum):
    BUSY = auto()
    """Somebody else holds a lock, longer than one may wait, or no more files can be opened."""
    UNREACHABLE = auto()
    """The database server is down, or takes no more connections."""
    DISK = auto()
    """The disk is full, read-only or broken: reading may work, writing does not."""
    STORAGE = auto()
    """The object store of the pictures is away."""
    INSTALLATION = auto()
    """A step of the installation or of an upgrade is missing."""


class NotInstalled(ValueError):
    """A step of the installation is missing. The message names it and says how to do it.

    Storages of static files raise ValueError for a file that they do not know.
    """


BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DISK_CODES = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
"""Primary result codes of SQLite: the low byte of an error's code (sqlite.org/rescode.html)."""

# Codes of PostgreSQL, appendix A of its manual.
BUSY_STATES = (
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "55P03",  # lock_not_available: lock_timeout
    "57014",  # query_canceled: statement_timeout
)
DISK_STATES = (
    "25006",  # read_only_sql_transaction
    "53100",  # disk_full
    "58030",  # io_error
)
UNREACHABLE_STATES = (
    "08",  # connection exceptions
    "53",  # insufficient resources: too many connections, out of memory
    "57P",  # operator intervention: shut down, starting up
)

BUSY_ERRNOS = {errno.EMFILE, errno.ENFILE}
DISK_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


def fault_of(error: BaseException | None) -> tuple[Fault, BaseException] | None:
    """The fault that ``error`` shows, and which of its causes it is; None for any other error."""
    while error is not None:
        if fault := _own_fault(error):
            return fault, error
        error = error.__cause__ or error.__context__
    return None


def _own_fault(error: BaseException) -> Fault | None:
    if isinstance(error, StorageUnreachable):
        return Fault.STORAGE
    if isinstance(error, NotInstalled):
        return Fault.INSTALLATION
    if isinstance(error, OSError):
        if error.errno in BUSY_ERRNOS:
            return Fault.BUSY
        return Fault.DISK if error.errno in DISK_ERRNOS else None
    if not isinstance(error, (Error, psycopg.Error)):
        return None
    # Django does not translate an error of closing a cursor of the server.
    original = error if isinstance(error, psycopg.Error) else error.__cause__
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        return Fault.BUSY if code in BUSY_CODES else Fault.DISK if code in DISK_CODES else None
    # An error of psycopg. Those of the connection itself have no state.
    state = getattr(original, "sqlstate", "")
    if state is None:
        is_lost = isinstance(error, (OperationalError, psycopg.OperationalError))
        return Fault.UNREACHABLE if is_lost else None
    if state.startswith(BUSY_STATES):
        return Fault.BUSY
    if state.startswith(DISK_STATES):
        return Fault.DISK
    return Fault.UNREACHABLE if state.startswith(UNREACHABLE_STATES) else None
