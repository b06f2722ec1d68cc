"""Addresses as they are written outside of the site's own pages: whole, from the scheme on."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse


def absolute(url: str) -> str:
    """``url`` on this site; one that has a host of its own stays as it is."""
    return urljoin(f"{settings.SITE_URL}/", url)


def address(name: str, *args: Any) -> str:
    """The whole address of the page with the url name ``pages:<name>``."""
    return absolute(reverse(f"pages:{name}", args=args))
