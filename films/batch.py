"""Many rows written as one: what follows from each of them follows once, at the end.

A film's words in the search index name its cast: without a batch, each of 300 credits that are
saved has all 300 read again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

Things = set[tuple[str, int]]
"""Kinds and primary keys."""

Follower = Callable[[Things], None]

_waiting: ContextVar[dict[Follower, Things] | None] = ContextVar("waiting", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """A transaction at whose end, but within which, everything that was put off `follow`s.

    One within another ends with the outermost.
    """
    if _waiting.get() is not None:
        with transaction.atomic():
            yield
        return
    waiting: dict[Follower, Things] = {}
    with transaction.atomic():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for follower, things in waiting.items():
            follower(things)


def follow(follower: Follower, things: Things) -> None:
    """Call ``follower`` with ``things``: at once, or at the end of the batch with all of its.

    Of nothing nothing follows.
    """
    waiting = _waiting.get()
    if not things:
        return
    if waiting is None:
        follower(things)
    else:
        waiting.setdefault(follower, set()).update(things)
