"""Emphasis and links that begin on one side of a curtain's edge and end on the other."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Edge(NamedTuple):
    """A delimiter or bracket that has no partner in its own segment (`inline.SegmentState`)."""

    position: int
    sign: str
    """The character of the delimiter, "[" or "]"."""
    segment: int
    """The position at which its segment begins; it identifies the segment."""
    link: int
    """The link whose text it is in, 0 for none. Delimiters never pair across the edge of a link."""
    opens: bool
    closes: bool
    """For a "]": whether a link destination follows."""


def crossings(edges: Iterable[Edge]) -> Iterator[int]:
    """The position of each edge that would have a partner if no curtain edge were between them."""
    openers: dict[tuple[str, int], set[int]] = {}
    brackets: list[int] = []
    for edge in sorted(edges):
        if edge.sign == "[":
            brackets.append(edge.segment)
        elif edge.sign == "]":
            if brackets and brackets.pop() != edge.segment and edge.closes:
                yield edge.position
        else:
            seen = openers.setdefault((edge.sign, edge.link), set())
            if edge.closes and seen - {edge.segment}:
                yield edge.position
            # Two segments are enough: at least one of them differs from any third.
            if edge.opens and len(seen) < 2:
                seen.add(edge.segment)
