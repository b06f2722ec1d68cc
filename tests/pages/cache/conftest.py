from collections.abc import Callable

import pytest
from django.core.handlers.wsgi import WSGIHandler

from pages.cache.application import PageCache
from pages.cache.database import SharedConnection


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
