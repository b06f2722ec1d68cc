"""Which atoms belong together, and the problems of those that do not."""

import re
from dataclasses import dataclass, replace

from spoilers.foreign.atom_types import Atom, AtomRole
from spoilers.foreign.atoms import BARS, DETAILS, is_public
from spoilers.foreign.probing import Context, ContextKind, probe
from spoilers.marks import CLOSE, OPEN
from spoilers.problems import ProblemCode

_NEXT_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)(?P<signs>[ \t>]*+)(?P<words>[^\r\n]*+)")

_HARMLESS_IN_CODE = {AtomRole.QUOTE, AtomRole.FENCE, AtomRole.CLASS, AtomRole.SHOWN}


@dataclass(frozen=True, slots=True)
class PlacedAtom:
    """An atom with its number and its context."""

    number: int
    atom: Atom
    context: Context


@dataclass(frozen=True, slots=True)
class Spoiler:
    """One spoiler of another site: the atoms that open and close it. If it consists of lines that
    begin with `>!`, `quotes` are the atoms of all these lines."""

    opening: PlacedAtom
    closing: PlacedAtom
    is_block: bool
    quotes: tuple[PlacedAtom, ...] = ()

    @property
    def syntax(self) -> str:
        return self.opening.atom.syntax


class Pairing:
    """Pairs the atoms of one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.spoilers: list[Spoiler] = []
        self.fences: list[Atom] = []
        self.classes: list[Atom] = []
        self.shown: list[Atom] = []
        self.problems: list[tuple[int, ProblemCode, str]] = []
        """The position in the source, the problem, and the syntax."""
        self._open: list[PlacedAtom] = []
        self._quotes: dict[int, list[PlacedAtom]] = {}
        self._bars_in_code: list[tuple[int, ProblemCode, str]] = []
        """Problems of bars in untrusted code. A single one is taken for code."""

    def read(self, atoms: list[Atom], contexts: dict[int, Context]) -> None:
        for number, atom in enumerate(atoms):
            self._place(number, atom, contexts.get(number))
        self._keep_single_bars(atoms)
        for placed in self._open:
            self._report(placed, ProblemCode.FOREIGN_UNCLOSED)
        for quotes in self._quotes.values():
            self._block_of(quotes)
        if len(self._bars_in_code) > 1:
            self.problems += self._bars_in_code
        self.spoilers.sort(key=lambda spoiler: spoiler.opening.atom.start)

    def _keep_single_bars(self, atoms: list[Atom]) -> None:
        """Take the only `||` of a text for a sign of its author if there are spaces around it."""
        if len(self._open) == 1 and self._open[0].atom.syntax == BARS:
            bars = self._open[0].atom
            around = self.source[bars.start - 1 : bars.start] + self.source[bars.end :][:1]
            is_only = sum(atom.syntax == BARS for atom in atoms) == 1
            if is_only and len(around) == 2 and not around.strip(" \t"):
                self.shown.append(self._open.pop().atom)

    def _place(self, number: int, atom: Atom, context: Context | None) -> None:
        in_label = context is not None and context.kind is ContextKind.FENCE
        if in_label and atom.role is AtomRole.FENCE:
            self.fences.append(atom)
        elif in_label and atom.role is not AtomRole.SHOWN:
            self.problems.append((atom.start, ProblemCode.FOREIGN_IN_ATTRIBUTE, atom.syntax))
        elif context is None or context.kind is ContextKind.UNTRUSTED_CODE:
            # The parser itself reports a `>!` or a fence there.
            if atom.role not in _HARMLESS_IN_CODE:
                code = ProblemCode.FOREIGN_IN_CODE if context else ProblemCode.FOREIGN_IN_ATTRIBUTE
                bars = context is not None and atom.syntax == BARS
                (self._bars_in_code if bars else self.problems).append(
                    (atom.start, code, atom.syntax)
                )
        elif context.kind is ContextKind.TEXT and atom.role is not AtomRole.FENCE:
            self._take(PlacedAtom(number, atom, context))

    def _take(self, placed: PlacedAtom) -> None:
        match placed.atom.role:
            case AtomRole.OPEN:
                if placed.atom.label and not is_public(placed.atom.label):
                    self._report(placed, ProblemCode.FOREIGN_LABEL)
                self._open.append(placed)
            case AtomRole.CLOSE:
                self._close(placed)
            case AtomRole.TOGGLE:
                self._toggle(placed)
            case AtomRole.LABEL:
                self._label(placed)
            case AtomRole.QUOTE:
                self._quotes.setdefault(placed.context.passage, []).append(placed)
            case AtomRole.CLASS:
                self.classes.append(placed.atom)
            case AtomRole.SHOWN:
                self.shown.append(placed.atom)
            case AtomRole.MARKUP:
                self._report(placed, ProblemCode.MARKUP_UNKNOWN)
            case _:
                self._report(placed, ProblemCode.FOREIGN_UNKNOWN)

    def _report(self, placed: PlacedAtom, code: ProblemCode) -> None:
        self.problems.append((placed.atom.start, code, placed.atom.syntax))

    def _close(self, placed: PlacedAtom) -> None:
        if self._open and _key(self._open[-1].atom) == _key(placed.atom):
            self._pair(self._open.pop(), placed)
        else:
            self._report(placed, ProblemCode.FOREIGN_STRAY)

    def _toggle(self, placed: PlacedAtom) -> None:
        opening = self._open[-1] if self._open else None
        if opening is None or opening.atom.syntax != BARS:
            self._open.append(placed)
        elif opening.context.passage == placed.context.passage or (
            opening.context.first and placed.context.last
        ):
            self._pair(self._open.pop(), placed)
        else:
            # Opening and closing bars look alike. Reporting the first one and starting again is
            # better than hiding everything between two mistakes.
            self._report(self._open.pop(), ProblemCode.FOREIGN_UNCLOSED)
            self._open.append(placed)

    def _label(self, placed: PlacedAtom) -> None:
        opening = self._open[-1] if self._open else None
        if opening is None or opening.atom.syntax != DETAILS or opening.atom.label is not None:
            self._report(placed, ProblemCode.FOREIGN_STRAY)
            return
        between = self.source[opening.atom.end : placed.atom.start]
        words = placed.atom.label or ""
        if between.strip(" \t\r\n>") or not is_public(words):
            self._report(placed, ProblemCode.FOREIGN_LABEL)
            return
        atom = replace(opening.atom, end=placed.atom.end, label=words)
        context = replace(opening.context, last=placed.context.last)
        self._open[-1] = replace(opening, atom=atom, context=context)

    def _pair(self, opening: PlacedAtom, closing: PlacedAtom) -> None:
        one, other = opening.context, closing.context
        together = one.passage == other.passage
        if not self.source[opening.atom.end : closing.atom.start].strip(" \t\r\n>"):
            self._report(opening, ProblemCode.FOREIGN_EMPTY)
        elif one.curtains != other.curtains or one.container != other.container:
            self._report(opening, ProblemCode.FOREIGN_CROSSING)
        elif one.in_paragraph and other.in_paragraph and one.first and other.last:
            in_line = together and not (
                one.last or other.first or opening.atom.label or opening.atom.syntax == DETAILS
            )
            self.spoilers.append(Spoiler(opening, closing, is_block=not in_line))
        elif together:
            self.spoilers.append(Spoiler(opening, closing, is_block=False))
        else:
            self._report(opening, ProblemCode.FOREIGN_IN_LINE)

    def _block_of(self, quotes: list[PlacedAtom]) -> None:
        """Make the `quotes` of one passage a block spoiler if they begin all its lines."""
        text = quotes[0].context.text
        starts = [f"{OPEN}{probe(placed.number)}" for placed in quotes]
        lines = [line.strip() for line in text.split("\n")]
        whole = (
            CLOSE not in text
            and ":::" not in text
            and text.count(OPEN) == len(quotes) == len(lines)
            and all(line.startswith(start) for line, start in zip(lines, starts, strict=True))
            and any(line != start for line, start in zip(lines, starts, strict=True))
            and not self._is_quoted_on(quotes[-1].atom)
        )
        if whole and quotes[0].context.in_paragraph:
            self.spoilers.append(
                Spoiler(quotes[0], quotes[-1], is_block=True, quotes=tuple(quotes))
            )

    def _is_quoted_on(self, last: Atom) -> bool:
        """Whether the quotation goes on after `last` without the `!`. On other sites that may be
        part of the spoiler, and here it would be public."""
        start = max(self.source.rfind(sign, 0, last.start) for sign in "\r\n") + 1
        depth, at = self.source.count(">", start, last.start), last.start
        while line := _NEXT_LINE.match(self.source, at):
            signs, at = line["signs"], line.end()
            if line["words"] or signs.count(">") <= depth:
                is_hidden = signs.endswith(">") and line["words"].startswith("!")
                return signs.count(">") > depth and not is_hidden
        return False


def _key(atom: Atom) -> str:
    return atom.key or atom.syntax
