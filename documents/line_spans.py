"""Spans of a document's lines: cutting them out, and removing a list item's indentation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TAB = 4

_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class LineSpan:
    """``text`` begins on ``line`` of the file, and has the same line breaks as the file."""

    text: str
    line: int


def cut(lines: Sequence[str], line: int) -> LineSpan:
    """``lines``, which begin on ``line`` of the file, without blank lines at start and end."""
    start, stop = 0, len(lines)
    while start < stop and not lines[start].strip(" \t"):
        start += 1
    while stop > start and not lines[stop - 1].strip(" \t"):
        stop -= 1
    return LineSpan("\n".join(lines[start:stop]), line + start if start < stop else line)


def without_item(lines: Sequence[str], line: int) -> LineSpan:
    """The content of a list item: its ``lines`` without the bullet and the indentation."""
    indent = indent_width(lines[0])
    bulleted = lines[0].lstrip(" \t")[1:]
    # A tab after the bullet extends to the next tab stop.
    first = bulleted.lstrip(" \t")
    gap = indent_width(" " * (indent + 1) + bulleted) - indent - 1
    # More than four columns are one column, and indented code.
    inside = gap if first and gap <= TAB else 1
    dedented = [dedent(each, indent + 1 + inside) for each in lines[1:]]
    return cut([" " * (gap - inside) + first if first else "", *dedented], line)


def indent_width(line: str) -> int:
    """The indentation of ``line`` in columns."""
    match = _INDENT.match(line)
    return len(match[0].expandtabs(TAB)) if match else 0


def dedent(line: str, by: int) -> str:
    """``line`` with its indentation, as spaces, reduced by up to ``by`` columns."""
    return " " * max(0, indent_width(line) - by) + line.lstrip(" \t")
