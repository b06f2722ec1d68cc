"""The result of converting markup, and the lines of its findings."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from spoilers.foreign.html_writer import Loss
from spoilers.problems import ProblemCode

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of the markup at a position of the source; `syntax` is its name for people."""

    position: int
    code: ProblemCode
    syntax: str = ""


@dataclass
class Markup:
    """The result. `text` is Markdown with foreign spoilers; `lines` has for each of its lines the
    line of the source, empty if they are the same."""

    text: str
    lines: tuple[int, ...] = ()
    problems: list[Finding] = field(default_factory=list)
    converted: list[Finding] = field(default_factory=list)
    """The first element of each kind that was converted."""
    tags: list[Finding] = field(default_factory=list)
    """All tags that are not Markdown."""
    losses: list[Loss] = field(default_factory=list)
    is_formatted: bool = False
    """Whether HTML has more than paragraphs of plain text."""
    hidden: list[int] = field(default_factory=list)
    """The positions of the hidden elements."""


def line_starts(source: str) -> list[int]:
    """The position of each line of `source`."""
    return [0, *(match.end() for match in _LINE_END.finditer(source))]


def line_at(starts: Sequence[int], position: int) -> int:
    """The line of `position`, counted from 1."""
    return bisect_right(starts, position)
