"""Locks against two processes that set up the same site or database at the same moment."""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

WAITING = "Another process is setting up the site. Waiting for it.\n"
ADVISORY_LOCK = 0x63757274
"""The number of PostgreSQL's advisory lock for migrations: any that nobody else uses."""
TRY_AGAIN_SECONDS = 0.5


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file ``path`` within the block. The file is made, and stays."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def migration_lock() -> Iterator[None]:
    """Hold the lock for migrations of the database within the block.

    On SQLite it is a file beside the database, on PostgreSQL an advisory lock of the connection.
    """
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        with _advisory_lock():
            yield
    elif name == ":memory:" or not Path(name).parent.is_dir():
        # Nobody shares it, or it cannot be opened: the command itself says so.
        yield
    else:
        with file_lock(Path(f"{name}.lock")):
            yield


@contextmanager
def _advisory_lock() -> Iterator[None]:
    if not _locked_now():
        sys.stderr.write(WAITING)
        # No statement that waits: the settings of a database may limit how long one may.
        while not _locked_now():
            time.sleep(TRY_AGAIN_SECONDS)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _locked_now() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        locked: bool = cursor.fetchone()[0]
    return locked
