"""Counts requests where all workers see the count: on the cache server, or else in the database."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.lock_wait import lock_wait
from accounts.models import RequestCount

LOCK_WAIT_MILLISECONDS = 250
"""How long counting waits for SQLite's write lock. A preview must not wait for an import."""


def count_request(key: str, seconds: int) -> int:
    """Increment the counter ``key``, which expires after ``seconds``, and return its value.

    ``key`` has at most 64 characters. Returns 0 if the counter cannot be written now: the cache
    server is down, or somebody else has the database's write lock.
    """
    if settings.CACHE_IS_SHARED:
        return _count_in_cache(key, seconds)
    try:
        with lock_wait(LOCK_WAIT_MILLISECONDS):
            return _count_in_database(key, seconds)
    except OperationalError:
        return 0


def _count_in_cache(key: str, seconds: int) -> int:
    name = f"throttle-{key}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) or 0
    except ValueError:  # expired since the line above, or not stored
        return 0


def _count_in_database(key: str, seconds: int) -> int:
    now = timezone.now()
    expires = connection.ops.adapt_datetimefield_value(now + timedelta(seconds=seconds))
    table = connection.ops.quote_name(RequestCount._meta.db_table)
    with connection.cursor() as cursor:
        # One statement, so that no two workers read the same count.
        cursor.execute(
            f"INSERT INTO {table} (key, requests, expires) VALUES (%s, 1, %s) "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET requests = {table}.requests + 1 RETURNING requests",
            [key, expires],
        )
        count: int = cursor.fetchone()[0]
    if count == 1:
        RequestCount.objects.filter(expires__lt=now).delete()
    return count
