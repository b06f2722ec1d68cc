"""Tells shared caches which pages have changed.

A purge is sent in the process that changes the pages, right after its commit and before it goes on:
when a publication has returned, readers are served none of the former pages. `run_due` sends what
has failed, until the cache has confirmed it.
"""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models.signals import post_save

from editions import clock
from editions.models import Generation
from pages.shared_cache.headers import MAX_AGE
from pages.shared_cache.models import Purge
from pages.shared_cache.tables import SITE

LOG = logging.getLogger(__name__)

SECONDS = 1
"""How long connecting to a cache, and each answer, may take: so long an editor waits for one that
cannot be reached."""

SETTLING_SECONDS = 0.02
"""After so long each purge is sent again: for an answer of the site that had passed the cache's
comparison of generations, and was not stored yet, when it was purged."""

MOST_BYTES = 4_000
"""Of keys in a request."""

GIVEN_UP = timedelta(seconds=MAX_AGE)
"""After this time, all pages of before have ended in the cache by themselves."""

_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


class NotPurged(Exception):
    """The cache has not confirmed. The text is a short reason without the address."""


def purge_now(address: str) -> None:
    """Send the purges that wait for a cache. No failure gets out: the change is stored."""
    try:
        _send_waiting(address)
    except (DatabaseError, InterfaceError) as error:
        LOG.warning("A purge waits for run_due: %s", type(error).__name__)


def purge_due() -> None:
    """Send every purge that waits, and drop those that nobody needs any more."""
    old = Purge.objects.filter(created__lt=clock.now() - GIVEN_UP)
    (old | Purge.objects.exclude(address__in=settings.CACHE_PURGE_URLS)).delete()
    for address in settings.CACHE_PURGE_URLS:
        _send_waiting(address)


def _send_waiting(address: str) -> None:
    waiting = dict(Purge.objects.filter(address=address).values_list("pk", "keys"))
    if not waiting:
        return
    keys = {key for each in waiting.values() for key in each.split()}
    sent = Purge.objects.filter(pk__in=waiting)
    try:
        send_purge(address, {SITE} if SITE in keys else keys, Generation.objects.current())
    except NotPurged as error:
        number = settings.CACHE_PURGE_URLS.index(address) + 1
        LOG.warning("Shared cache %d was not purged: %s. run_due tries again.", number, error)
    else:
        sent.delete()


def send_purge(address: str, keys: set[str], generation: int) -> None:
    """Have the cache at ``address`` forget the pages that have one of ``keys``, and refuse answers
    of before ``generation``. Raises `NotPurged`."""
    parts = urlsplit(address)
    connection = _CONNECTIONS[parts.scheme](parts.hostname or "", parts.port, timeout=SECONDS)
    path = parts._replace(scheme="", netloc="").geturl() or "/"
    try:
        for is_again in (False, True):
            time.sleep(SETTLING_SECONDS * is_again)
            for header in _headers(keys):
                more = {"Surrogate-Key": header, "Surrogate-Generation": str(generation)}
                connection.request("PURGE", path, headers=more)
                answer = connection.getresponse()
                answer.read(MOST_BYTES)
                if not 200 <= answer.status < 300:
                    raise NotPurged(str(answer.status))
    except (OSError, HTTPException) as error:
        raise NotPurged(type(error).__name__) from None
    finally:
        connection.close()


def _headers(keys: set[str]) -> Iterator[str]:
    header = ""
    for key in sorted(keys):
        if header and len(header) + 1 + len(key) > MOST_BYTES:
            yield header
            header = ""
        header += f" {key}" if header else key
    yield header


def purge_after_commit(instance: Purge, created: bool, **_signal: Any) -> None:
    """Receives `post_save`."""
    if created:
        transaction.on_commit(lambda: purge_now(instance.address))


def connect() -> None:
    post_save.connect(purge_after_commit, sender=Purge, dispatch_uid="purging")
