from collections.abc import Callable, Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from pages.cache.application import PageCache
from pages.cache.database import SharedConnection


@pytest.fixture
def open_connection() -> Iterator[None]:
    """Requests leave the connection open, as with Django's test client: it has the test's rows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cached_site(open_connection: None) -> PageCache:
    """The site behind an empty page cache, which sees the rows of the test."""
    return PageCache(WSGIHandler(), max_bytes=10_000_000, database=SharedConnection())


@pytest.fixture
def renders(cached_site: PageCache) -> Callable[[], int]:
    """Returns how many requests have reached Django since the last call."""
    count = 0
    site = cached_site.application

    def counted(*arguments: object) -> object:
        nonlocal count
        count += 1
        return site(*arguments)

    def taken() -> int:
        nonlocal count
        seen, count = count, 0
        return seen

    cached_site.application = counted  # type: ignore[assignment]
    return taken
