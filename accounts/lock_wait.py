from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def lock_wait(milliseconds: int) -> Iterator[None]:
    """On SQLite, wait at most ``milliseconds`` for the write lock within the block.

    On PostgreSQL it does nothing: there, only writers of the same row wait for each other.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database = connection.connection
    (usual,) = database.execute("PRAGMA busy_timeout").fetchone()
    database.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA busy_timeout = {usual}")
