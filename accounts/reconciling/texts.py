"""Joins the changes of two editors to one text, line by line.

A paragraph of Markdown is usually one line. Changes to different lines are joined even if the lines
are neighbours; changes to the same line are a conflict (docs/decisions/0045).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Choice = Literal["mine", "theirs", "both"]

_LINE = re.compile(r"[^\n]*\n+")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that both sides have, or the lines of each side where they differ."""

    mine: list[str]
    theirs: list[str]

    @property
    def is_conflict(self) -> bool:
        return self.mine != self.theirs

    def lines(self, choice: Choice) -> list[str]:
        if choice == "both" and self.is_conflict:
            return [*_ended(self.mine), *self.theirs]
        return self.theirs if choice == "theirs" else self.mine


@dataclass(frozen=True, slots=True)
class JoinedText:
    regions: list[Region]

    @property
    def is_conflict(self) -> bool:
        return any(region.is_conflict for region in self.regions)

    def text(self, choice: Choice) -> str:
        """The text with all changes, where they are in conflict those of ``choice``; for "both"
        the stored lines are below those of the form."""
        lines = (line for region in self.regions for line in region.lines(choice))
        return "".join(lines).rstrip("\n")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replaces the lines ``start`` to ``end`` of the base. An insertion has ``start == end``."""

    start: int
    end: int
    lines: list[str]
    is_mine: bool


def join(base: str, mine: str, theirs: str) -> JoinedText:
    """``mine`` and ``theirs`` are two texts that were made from ``base``."""
    old, ours, others = _lines(base), _lines(mine), _lines(theirs)
    edits = [*_edits(old, ours, is_mine=True), *_edits(old, others, is_mine=False)]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    regions: list[Region] = []
    done = 0
    while edits:
        group = _overlapping(edits)
        del edits[: len(group)]
        start, end = group[0].start, max(edit.end for edit in group)
        regions += _same(old[done:start])
        regions.append(_region(old[start:end], start, group))
        done = end
    return JoinedText(regions + _same(old[done:]))


def _lines(text: str) -> list[str]:
    """The lines of ``text``, each with the empty lines after it. The last one is ended like a
    paragraph, so that appending to a text does not change its last line."""
    return _LINE.findall(text.rstrip("\n") + "\n\n") if text else []


def _edits(old: list[str], new: list[str], *, is_mine: bool) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        if end - start == last - first:
            # As many lines as before: each is a change of its own.
            for number in range(end - start):
                at = start + number
                yield _Edit(at, at + 1, [new[first + number]], is_mine)
        else:
            yield _Edit(start, end, new[first:last], is_mine)


def _overlapping(edits: list[_Edit]) -> list[_Edit]:
    """The first of ``edits`` with all that change the same lines or insert at the same place."""
    group = [edits[0]]
    end = edits[0].end
    for edit in edits[1:]:
        inserts_here = edit.start == edit.end == end == group[0].start
        if edit.start >= end and not inserts_here:
            break
        group.append(edit)
        end = max(end, edit.end)
    return group


def _region(old: list[str], start: int, group: list[_Edit]) -> Region:
    mine, theirs = (
        _edited(old, start, [edit for edit in group if edit.is_mine == is_mine])
        for is_mine in (True, False)
    )
    if all(edit.is_mine for edit in group):
        return Region(mine, mine)
    if not any(edit.is_mine for edit in group):
        return Region(theirs, theirs)
    return Region(mine, theirs)


def _edited(old: list[str], start: int, edits: list[_Edit]) -> list[str]:
    lines: list[str] = []
    done = 0
    for edit in edits:
        lines += [*old[done : edit.start - start], *edit.lines]
        done = edit.end - start
    return lines + old[done:]


def _same(lines: list[str]) -> list[Region]:
    return [Region(lines, lines)] if lines else []


def _ended(lines: list[str]) -> list[str]:
    """``lines`` with an empty line after the last one."""
    return [*lines[:-1], lines[-1].rstrip("\n") + "\n\n"] if lines else []
