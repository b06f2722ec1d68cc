"""Stores which pages shared caches must forget, in the transaction that changes them."""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from pages.shared_cache.tables import SITE
from pages.shared_cache.write_keys import Watcher

MOST_KEYS = 5_000
"""A transaction with more keys than these, such as an import, purges every page."""

derived_keys: list[Callable[[set[str]], set[str]]] = []
"""Functions that return the keys which pages declare, for those of what was written."""


def store_purges(keys: set[str]) -> None:
    """Store a purge of ``keys`` for each shared cache. `outreach.purging` sends it."""
    from pages.shared_cache.models import Purge

    chosen = {SITE}
    if len(keys) <= MOST_KEYS:
        chosen = keys.union(*(derive(keys) for derive in derived_keys))
    for address in settings.CACHE_PURGE_URLS:
        Purge.objects.create(address=address, keys=" ".join(sorted(chosen)))


def watch_writes(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Receives `connection_created`."""
    if not any(isinstance(wrapper, Watcher) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.append(Watcher(store_purges))


def purge_former_version(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Receives `post_migrate`: every upgrade runs it, and may change any page.

    `run_due` sends the purge. Right now the server may be stopped, and its pages are still needed.
    """
    from pages.shared_cache.models import Purge

    if Purge._meta.db_table in connections[using].introspection.table_names():
        addresses = settings.CACHE_PURGE_URLS
        # Sends no signal.
        Purge.objects.bulk_create(Purge(address=address, keys=SITE) for address in addresses)


def connect(sender: AppConfig) -> None:
    """Without a shared cache, no write is watched."""
    if settings.CACHE_PURGE_URLS:
        connection_created.connect(watch_writes, dispatch_uid="shared caches")
        post_migrate.connect(purge_former_version, sender=sender, dispatch_uid="shared caches")
