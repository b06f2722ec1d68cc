"""Turns the leak check of a new edition on and off.

It takes about a third of the time to publish, so it is on only in tests that are marked
`leak_check`. The desk and the commands check always.
"""

from typing import Any

from editions import publishing
from editions.leaks.reviews import leaks_of
from editions.leaks.statements import Leak


def turn_on(is_on: bool) -> None:
    """Let `editions.publishing.publish` look for leaks, or let it find none."""
    publishing.leaks_of = leaks_of if is_on else _no_leaks


def _no_leaks(*_review: Any, **_of: Any) -> list[Leak]:
    """Replaces `editions.leaks.reviews.leaks_of`."""
    return []
