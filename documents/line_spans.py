"""Stretches of a document's lines: cut out, and taken out of the item that they are indented in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TAB = 4

_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class LineSpan:
    """``text`` begins on ``line`` of the file, and every line of it is one of the file."""

    text: str
    line: int


def cut(lines: Sequence[str], line: int) -> LineSpan:
    """The ``lines``, the first of which is ``line`` of the file, without empty ones around."""
    start, stop = 0, len(lines)
    while start < stop and not lines[start].strip(" \t"):
        start += 1
    while stop > start and not lines[stop - 1].strip(" \t"):
        stop -= 1
    return LineSpan("\n".join(lines[start:stop]), line + start if start < stop else line)


def without_item(lines: Sequence[str], line: int) -> LineSpan:
    """What stands in a list's item: its ``lines`` without the bullet and the indentation."""
    indent = columns(lines[0])
    bulleted = lines[0].lstrip(" \t")[1:]
    # A tab after the bullet reaches from the bullet's column to the next stop.
    first = bulleted.lstrip(" \t")
    gap = columns(" " * (indent + 1) + bulleted) - indent - 1
    # More than four blanks are one, and indented code.
    inside = gap if first and gap <= TAB else 1
    dedented = [dedent(each, indent + 1 + inside) for each in lines[1:]]
    return cut([" " * (gap - inside) + first if first else "", *dedented], line)


def columns(line: str) -> int:
    """How far ``line`` is indented."""
    match = _INDENT.match(line)
    return len(match[0].expandtabs(TAB)) if match else 0


def dedent(line: str, by: int) -> str:
    """``line`` with up to ``by`` columns less; tabs among them become the blanks that they show."""
    return " " * max(0, columns(line) - by) + line.lstrip(" \t")
