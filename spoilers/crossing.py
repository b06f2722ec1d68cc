"""Emphasis and links that begin on one side of a curtain's edge and end on the other."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Edge(NamedTuple):
    """A delimiter or bracket that found no partner in its own stretch of text."""

    position: int
    sign: str
    """The delimiter's character, "[" or "]"."""
    stretch: int
    """Which stretch it stands in: where that stretch begins."""
    link: int
    """Which link's text it stands in, 0 for none: delimiters never pair across a link's edge."""
    opens: bool
    closes: bool
    """Of a "]": whether a destination follows."""


def crossings(edges: Iterable[Edge]) -> Iterator[int]:
    """The position of each edge that would have found its partner but for a curtain between."""
    openers: dict[tuple[str, int], set[int]] = {}
    brackets: list[int] = []
    for edge in sorted(edges):
        if edge.sign == "[":
            brackets.append(edge.stretch)
        elif edge.sign == "]":
            if brackets and brackets.pop() != edge.stretch and edge.closes:
                yield edge.position
        else:
            seen = openers.setdefault((edge.sign, edge.link), set())
            if edge.closes and seen - {edge.stretch}:
                yield edge.position
            # Two stretches are enough: one of them is another than any third.
            if edge.opens and len(seen) < 2:
                seen.add(edge.stretch)
