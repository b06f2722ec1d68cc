"""The lines of positions in a text, for many positions in linear time."""

import re
from bisect import bisect_right
from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n?|\n")


def line_starts(source: str) -> list[int]:
    """The position of each line of `source`."""
    return [0, *(match.end() for match in _LINE_END.finditer(source))]


def line_at(starts: Sequence[int], position: int) -> int:
    """The line of `position`, counted from 1."""
    return bisect_right(starts, position)
