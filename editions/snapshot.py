"""One state of the database for all queries of a page or of a backup."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

_BEGIN = {
    # Deferred: unlike Django's own transactions on SQLite, it takes no lock.
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


@contextmanager
def snapshot(database: BaseDatabaseWrapper) -> Iterator[None]:
    """All queries in the block see the database as it is at the first of them.

    Nothing may be written in the block. Inside a transaction it does nothing: that of a test.
    """
    if database.in_atomic_block:
        yield
        return
    with database.cursor() as cursor:
        cursor.execute(_BEGIN[database.vendor])
    try:
        yield
    finally:
        try:
            with database.cursor() as cursor:
                cursor.execute("ROLLBACK")
        except Error:
            # The connection is broken, which the block has raised or the next query will notice.
            database.close()
