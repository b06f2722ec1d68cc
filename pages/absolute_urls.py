"""Absolute URLs of the site, for feeds, sitemaps and metadata. They start with SITE_URL."""

from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from pages.paths import MAX_KEPT, reverse


def absolute_url(url: str) -> str:
    """``url`` resolved against SITE_URL; an absolute URL of another host stays as it is."""
    return _joined(f"{settings.SITE_URL}/", url)


def page_url(name: str, *args: Any) -> str:
    """The absolute URL of the page with the URL name ``pages:<name>``."""
    return absolute_url(reverse(f"pages:{name}", args=args))


_joined = lru_cache(MAX_KEPT)(urljoin)
