"""Turns the writing of the search index on and off.

It takes about a fifth of a test's time, so it is on only in tests that are marked `search_index`.
"""

from typing import Any

from pages.search import index, receivers


def turn_on(is_on: bool) -> None:
    """Let the receivers write search documents, or let them do nothing."""
    receivers.refresh = index.refresh if is_on else _ignore  # type: ignore[attr-defined]


def _ignore(keys: set[Any]) -> None:
    """Replaces `pages.search.index.refresh`."""
