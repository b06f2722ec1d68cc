"""The order of events inside a franchise's universe.

Entries state facts, "set after Chapter 3", "set before Chapter 4"; the order is their topological
sort, and ties go by release order.
"""

import heapq
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _


class Placed(Protocol):
    """What the sort asks of an entry; its ``str`` names it in a contradiction."""

    pk: Any
    release_order: int
    after_id: Any
    before_id: Any


Entry = TypeVar("Entry", bound=Placed)


class Contradiction(ValueError):
    """The facts cannot all be true; the message names the cycle."""


def in_universe_order(entries: Sequence[Entry]) -> list[Entry]:
    """The ``entries`` of one franchise in the order of the events that they tell.

    Facts about an entry that is not among ``entries`` are passed over. Raises `Contradiction`.
    """
    # Places in ``entries`` are the nodes: entries that are not saved yet have no key.
    places = {entry.pk: place for place, entry in enumerate(entries) if entry.pk is not None}
    sorter: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(len(entries)), ()))
    for place, entry in enumerate(entries):
        if (after := places.get(entry.after_id)) is not None:
            sorter.add(place, after)
        if (before := places.get(entry.before_id)) is not None:
            sorter.add(before, place)
    try:
        sorter.prepare()
    except CycleError as error:
        # graphlib lists a cycle from each node to the one that must come after it.
        cycle = " → ".join(str(entries[place]) for place in error.args[1])
        raise Contradiction(
            _("The in-universe order contradicts itself: %(cycle)s. Remove one of these facts.")
            % {"cycle": cycle}
        ) from error

    ordered: list[Entry] = []
    ready: list[tuple[int, int]] = []
    while sorter.is_active():
        for place in sorter.get_ready():
            heapq.heappush(ready, (entries[place].release_order, place))
        _order, place = heapq.heappop(ready)
        ordered.append(entries[place])
        sorter.done(place)
    return ordered
