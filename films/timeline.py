"""The order of the films of a franchise by the events of its universe.

Entries state facts: "set after Chapter 3", "set before Chapter 4". The order is their topological
sort; the release order decides between entries that may come next.
"""

import heapq
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _


class Sortable(Protocol):
    """What the sort needs of an entry. Its ``str`` names it in a `Contradiction`."""

    pk: Any
    release_order: int
    after_id: Any
    before_id: Any


Entry = TypeVar("Entry", bound=Sortable)


class Contradiction(ValueError):
    """The facts cannot all be true. The message names the cycle."""


def in_universe_order(entries: Sequence[Entry]) -> list[Entry]:
    """The ``entries`` of one franchise in the order of the events that they tell.

    Facts about entries that are not in ``entries`` are ignored. Raises `Contradiction`.
    """
    # The nodes are indices of ``entries``, because unsaved entries have no primary key.
    indices = {entry.pk: index for index, entry in enumerate(entries) if entry.pk is not None}
    sorter: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(len(entries)), ()))
    for index, entry in enumerate(entries):
        if (after := indices.get(entry.after_id)) is not None:
            sorter.add(index, after)
        if (before := indices.get(entry.before_id)) is not None:
            sorter.add(before, index)
    try:
        sorter.prepare()
    except CycleError as error:
        # graphlib lists a cycle in order: each node is followed by one that must come after it.
        cycle = " → ".join(str(entries[index]) for index in error.args[1])
        raise Contradiction(
            _("The in-universe order contradicts itself: %(cycle)s. Remove one of these facts.")
            % {"cycle": cycle}
        ) from error

    ordered: list[Entry] = []
    ready: list[tuple[int, int]] = []
    while sorter.is_active():
        for index in sorter.get_ready():
            heapq.heappush(ready, (entries[index].release_order, index))
        _order, index = heapq.heappop(ready)
        ordered.append(entries[index])
        sorter.done(index)
    return ordered
