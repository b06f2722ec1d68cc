"""Turns the writing of the search index on and off.

It costs a test of anything else about a fifth of its time, so it happens only in tests that are
marked `search_index`.
"""

from typing import Any

from pages.search import index, receivers


def keep(wanted: bool) -> None:
    """Let the receivers write search documents, or let them do nothing."""
    receivers.refresh = index.refresh if wanted else _ignore  # type: ignore[attr-defined]


def _ignore(keys: set[Any]) -> None:
    """Takes the place of `pages.search.index.refresh`."""
