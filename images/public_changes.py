"""Transactions that change public rows, and the work that follows from the change.

Django has a hook after a commit, but none before it. Work that belongs to a transaction (writing
search documents, rendering editions again) would therefore run after every row: saving 300 credits
of a film would read all 300 again, 300 times. `public_change` collects that work and runs it once,
at the end of the transaction and inside it.

This module is in the lowest package with models. The packages above register what they do:
`editions` raises the cache generation before the first public row is written; signal receivers of
`pages` and `editions` call `run_at_end`.
"""

import weakref
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

Work = Callable[[set[Any]], None]
"""Takes the keys that were collected for it. Two closures would be called separately."""

_preparations: list[Callable[[], None]] = []


class _Change:
    """The state of the outermost `public_change` of this thread."""

    def __init__(self) -> None:
        self.work: dict[Work, set[Hashable]] = {}
        self.last_work: dict[Work, set[Hashable]] = {}
        self.commit_callback: weakref.ref[Callable[[], None]] | None = None

    def prepare(self) -> None:
        """Run the preparations, unless they ran in this change and were not rolled back."""
        if self.commit_callback is not None and self.commit_callback() is not None:
            return
        _run_preparations()

        # Django drops the callbacks of a savepoint that is rolled back. The preparations are then
        # rolled back too and must run again, which a dead reference shows.
        def callback() -> None:
            """Does nothing after the commit."""

        transaction.on_commit(callback)
        self.commit_callback = weakref.ref(callback)

    def finish(self) -> None:
        """Run the collected work, and the work that it adds."""
        while (waiting := self.work or self.last_work) and not transaction.get_rollback():
            work = next(iter(waiting))
            work(waiting.pop(work))


_current: ContextVar[_Change | None] = ContextVar("current public change", default=None)


@contextmanager
def public_change(*, savepoint: bool = True) -> Iterator[None]:
    """A transaction at whose end, and inside which, all work given to `run_at_end` is done.

    Inside another `public_change` it is a savepoint, and the work waits for the end of the
    outermost. With ``savepoint=False`` it then does nothing at all, not even on an exception.

    If a savepoint is rolled back, work that was collected in it still runs: all work must derive
    what it writes from the rows as they are.
    """
    if _current.get() is not None:
        if savepoint:
            with transaction.atomic():
                yield
        else:
            yield
        return
    with transaction.atomic():
        change = _Change()
        token = _current.set(change)
        try:
            yield
            change.finish()
        finally:
            _current.reset(token)


def in_public_change() -> bool:
    return _current.get() is not None


def run_before_public_writes(preparation: Callable[[], None]) -> None:
    """Register ``preparation`` for `before_public_write`. Registering it again does nothing."""
    if preparation not in _preparations:
        _preparations.append(preparation)


def before_public_write() -> None:
    """Must be called before a public row is written, in the same transaction.

    Runs the registered preparations, once in a `public_change`. They take the lock that all writers
    of public rows take first: what is read after this call stays true until the commit.
    """
    change = _current.get()
    if change is None:
        _run_preparations()
    else:
        change.prepare()


def run_at_end(work: Work, keys: set[Any], *, last: bool = False) -> None:
    """Call ``work`` once with all keys given for it, at the end of the current `public_change`; if
    it is the ``last``, when no other work is left.

    Outside of one it is called immediately, in a transaction of its own. Without ``keys`` it is not
    called.
    """
    if not keys:
        return
    change = _current.get()
    if change is None:
        with public_change():
            run_at_end(work, keys, last=last)
    else:
        waiting = change.last_work if last else change.work
        waiting.setdefault(work, set()).update(keys)


def _run_preparations() -> None:
    for preparation in _preparations:
        preparation()
