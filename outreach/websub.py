"""Tells the hub of the feeds which of them have changed (WebSub, https://www.w3.org/TR/websub/).

The hub then fetches these feeds and passes them on to who has subscribed. How a site tells its hub
is not part of the standard; this is the ``hub.mode=publish`` that hubs understand. Each feed has a
message of its own, because not every hub reads several from one.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings

from editions.models import Edition
from films.models import Franchise
from pages.absolute_urls import page_url
from pages.feeds.formats import FORMATS

HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def changed_feeds(edition: Edition) -> Iterator[str]:
    """The addresses of the feeds that have the review of ``edition``; none without a hub."""
    if not settings.WEBSUB_HUB:
        return
    franchises = Franchise.objects.filter(entries__film=edition.film_id).distinct()
    for format in FORMATS:
        yield page_url("feed", format)
        for critic in edition.signed_by():
            yield page_url("critic_feed", critic.slug, format)
        for franchise in franchises:
            yield page_url("franchise_feed", franchise.slug, format)


def ping(feed: str) -> bytes:
    """The body of the message that ``feed`` has changed."""
    return urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
