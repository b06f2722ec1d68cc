"""A text with other sites' spoilers in, the same text with curtains out, or what is wrong."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from spoilers.foreign.atoms import BARS, Atom, AtomRole, atoms
from spoilers.foreign.pairing import Pairing, Spoiler
from spoilers.foreign.standing import Kind, Sighting, probe, sighting, without_probes
from spoilers.foreign.tables import Bars, bars_in, table_rows
from spoilers.foreign.writing import Edit, edits, write
from spoilers.lookalikes import folded
from spoilers.marks import normalise, seal
from spoilers.parser import MAX_LENGTH, MAX_MARKUP, markup
from spoilers.problems import Fault, Findings, Problem

PROBE_LENGTH = len(probe(MAX_LENGTH))

_LINE_END = re.compile(r"\r\n?|\n")
_NAMED_CODE = re.compile(r"(?:```|~~~)[^\S\n]*[{.]*spoil", re.I)
_UNDERSTOOD = {AtomRole.QUOTE, AtomRole.FENCE}
"""What `redact` understands or refuses without help."""


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """One spoiler that became canonical: the line of the source on which it began, from 1, what it
    was and what it is now, as people name them."""

    line: int
    syntax: str
    became: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A text with canonical spoilers only; as it was if there are `problems`."""

    text: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()
    """For each line of `text` the line of the source, from 1; empty if they are the same."""

    def line(self, of_text: int) -> int:
        """The line of the source that line `of_text` of `text` comes from."""
        return self.lines[min(of_text, len(self.lines)) - 1] if self.lines else of_text


def canonical(markdown: str) -> Converted:
    """`markdown` with other sites' spoilers in the canonical syntax, and nothing else changed.

    All of them or none: with problems the text is as it was. What was hidden in the one syntax is
    hidden in the other: a second parse proves it. What else is wrong with the canonical text is
    `check`'s to say.
    """
    reading = _Reading(markdown)
    reading.read()
    problems = reading.findings.sorted()
    if problems or not reading.edits:
        return Converted(markdown, problems=problems)
    written = write(markdown, reading.edits)
    return Converted(written.text, tuple(sorted(reading.changes())), (), written.lines)


def foreign_problems(markdown: str) -> tuple[Problem, ...]:
    """A problem for each spoiler in `markdown` that `redact` does not know: of another site's
    syntax, or seemingly meant as one."""
    reading = _Reading(markdown)
    reading.read()
    for spoiler in reading.pairing.spoilers:
        if spoiler.opening.atom.role not in _UNDERSTOOD:
            reading.fault(spoiler.opening.atom.start, Fault.FOREIGN_SYNTAX, spoiler.syntax)
    return reading.findings.sorted()


class _Reading:
    """Reads one text: fills `pairing`, `edits` and `findings`."""

    def __init__(self, markdown: str) -> None:
        self.source = without_probes(markdown)
        self.findings = Findings()
        self.pairing = Pairing(self.source)
        self.edits: list[Edit] = []
        self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(markdown))]

    def fault(self, position: int, fault: Fault, syntax: str = "", **values: object) -> None:
        line = bisect_right(self._line_starts, position)
        self.findings.add(line, fault, syntax=syntax, **values)

    def changes(self) -> Iterator[Change]:
        for spoiler in self.pairing.spoilers:
            became = "::: spoiler" if spoiler.is_block else ">!…!<"
            line = bisect_right(self._line_starts, spoiler.opening.atom.start)
            yield Change(line, spoiler.syntax, became)
        for fence in self.pairing.fences:
            line = bisect_right(self._line_starts, fence.start)
            yield Change(line, fence.syntax, "::: spoiler")

    def read(self) -> None:
        # More than have room need not be counted: a megabyte may hold half a million.
        room = (MAX_LENGTH - len(self.source)) // PROBE_LENGTH
        found = atoms(seal(self.source), most=max(1, room + 1))
        if not (found or self._may_be_disguised()):
            return
        if len(found) > room:
            self.fault(0, Fault.TOO_LONG, limit=MAX_LENGTH)
        elif markup(normalise(self.source)) > MAX_MARKUP:
            self.fault(0, Fault.TOO_DENSE)
        else:
            self._read(self._without_cells(found))

    def _may_be_disguised(self) -> bool:
        """Whether a reader could see what the source does not spell out."""
        plain = self.source.isascii() and "&" not in self.source
        disguised = not plain and any(
            atom.role not in _UNDERSTOOD for atom in atoms(folded(unescape(self.source)))
        )
        return disguised or bool(_NAMED_CODE.search(self.source))

    def _read(self, found: list[Atom]) -> None:
        seen = sighting(_probed(self.source, found))
        if seen.unworkable:
            self.fault(0, Fault.TOO_DENSE)
            return
        for line, syntax in seen.disguised:
            self.findings.add(line, Fault.FOREIGN_UNKNOWN, syntax=syntax)
        for line in seen.code_names:
            self.findings.add(line, Fault.FOREIGN_UNKNOWN, syntax="```spoiler")
        self.pairing.read(found, seen.standings)
        for fault in self.pairing.faults:
            self.fault(*fault)
        if not self.findings.found:
            spoilers = self.pairing.spoilers
            self.edits = edits(self.source, spoilers, self.pairing.fences)
            self._prove(spoilers)

    def _prove(self, spoilers: Sequence[Spoiler]) -> None:
        """Report each of `spoilers` that `edits` do not hide from its first word to its last."""
        proof: Sighting = sighting(write(self.source, self.edits, probed=True).text)
        for number, spoiler in enumerate(spoilers):
            begun, ended = (proof.standings.get(2 * number + end) for end in (0, 1))
            hidden = (
                begun is not None
                and ended is not None
                and begun.kind is ended.kind is Kind.TEXT
                and begun.veils == ended.veils
                and len(begun.veils) > len(spoiler.opening.standing.veils)
            )
            if not hidden:
                self.fault(spoiler.opening.atom.start, Fault.FOREIGN_UNCONVERTIBLE, spoiler.syntax)

    def _without_cells(self, found: list[Atom]) -> list[Atom]:
        """`found` without the bars around empty cells; unclear ones are reported."""
        if all(atom.syntax != BARS for atom in found):
            return found
        rows = table_rows(self.source)
        cells: set[Atom] = set()
        bars = [atom for atom in found if atom.syntax == BARS]
        for index, group in groupby(bars, lambda atom: bisect_right(self._line_starts, atom.start)):
            if index - 1 in rows:
                row, begin = list(group), self._line_starts[index - 1]
                end = (*self._line_starts, len(self.source))[index]
                read_as = bars_in(self.source[begin:end], begin, row, rows[index - 1])
                if read_as is Bars.UNCLEAR:
                    self.fault(row[0].start, Fault.FOREIGN_IN_TABLE)
                if read_as is not Bars.SPOILERS:
                    cells.update(row)
        return [atom for atom in found if atom not in cells]


def _probed(source: str, found: Sequence[Atom]) -> str:
    """`source` with a probe for each atom, its lines where they were."""
    out: list[str] = []
    position = 0
    for number, atom in enumerate(found):
        taken = source[atom.start : atom.end]
        if atom.role is AtomRole.QUOTE:
            text = taken + probe(number)
        elif atom.role is AtomRole.FENCE:
            text = f"::: spoiler {probe(number)}"
        else:
            text = probe(number) + "".join(_LINE_END.findall(taken))
        out += [source[position : atom.start], text]
        position = atom.end
    return "".join([*out, source[position:]])
