"""Puts the page cache in front of the site."""

from typing import Any

from django.conf import settings


def with_page_cache(application: Any) -> Any:
    """``application`` behind the page cache, unless it is turned off (PAGE_CACHE_BYTES=0)."""
    if not settings.PAGE_CACHE_BYTES:
        return application
    # Needs the apps, which `get_wsgi_application` has loaded.
    from pages.cache.application import PageCache
    from pages.cache.database import site_database

    return PageCache(application, max_bytes=settings.PAGE_CACHE_BYTES, database=site_database())
