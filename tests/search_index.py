"""Turns the receivers that keep the search index on and off.

They cost a test of anything else about a fifth of its time, so they run only in tests that are
marked `search_index`.
"""

from typing import Any

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from pages.search import index

_is_kept = True  # The app connects them when it is loaded.


def keep(wanted: bool) -> None:
    """Connect or disconnect the receivers, unless they already are as ``wanted``."""
    global _is_kept
    if wanted == _is_kept:
        return
    if wanted:
        index.connect(apps.get_app_config("pages"))
    else:
        _disconnect()
    _is_kept = wanted


def _disconnect() -> None:
    for model in index.FOLLOWERS:
        for signal in (pre_delete, pre_save):
            _forget(signal, model, f"search before {model}")
        for signal in (post_delete, post_save):
            _forget(signal, model, f"search after {model}")
    for relation in index.RELATIONS:
        _forget(m2m_changed, relation, f"search {relation}")


def _forget(signal: Any, sender: type, uid: str) -> None:
    assert signal.disconnect(sender=sender, dispatch_uid=uid), f"{uid} was not connected"
