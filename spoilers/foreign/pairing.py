"""Which pieces belong together, and what is wrong with those that do not."""

import re
from dataclasses import dataclass, replace

from spoilers.foreign.atoms import BARS, DETAILS, Atom, AtomRole, is_public
from spoilers.foreign.probing import Context, ContextKind, probe
from spoilers.marks import CLOSE, OPEN
from spoilers.problems import ProblemCode

_NEXT_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)(?P<signs>[ \t>]*+)(?P<words>[^\r\n]*+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """An atom, where it stands, and its number."""

    number: int
    atom: Atom
    context: Context


@dataclass(frozen=True, slots=True)
class Spoiler:
    """One whole spoiler of another site's kind: what opens it and what closes it. Of lines that
    begin with `>!`, all of them are `quotes`."""

    opening: Piece
    closing: Piece
    is_block: bool
    quotes: tuple[Piece, ...] = ()

    @property
    def syntax(self) -> str:
        return self.opening.atom.syntax


class Pairing:
    """Reads the pieces of one text in their order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.spoilers: list[Spoiler] = []
        self.fences: list[Atom] = []
        self.problems: list[tuple[int, ProblemCode, str]] = []
        """Where in the source, what is wrong, and of which syntax."""
        self._open: list[Piece] = []
        self._quotes: dict[int, list[Piece]] = {}
        self._bars_in_code: list[tuple[int, ProblemCode, str]] = []
        """Where nobody can tell whether it is code; one alone is."""

    def read(self, atoms: list[Atom], contexts: dict[int, Context]) -> None:
        for number, atom in enumerate(atoms):
            self._place(number, atom, contexts.get(number))
        for piece in self._open:
            self._report(piece, ProblemCode.FOREIGN_UNCLOSED)
        for quotes in self._quotes.values():
            self._block_of(quotes)
        if len(self._bars_in_code) > 1:
            self.problems += self._bars_in_code
        self.spoilers.sort(key=lambda spoiler: spoiler.opening.atom.start)

    def _place(self, number: int, atom: Atom, context: Context | None) -> None:
        in_label = context is not None and context.kind is ContextKind.FENCE
        if in_label and atom.role is AtomRole.FENCE:
            self.fences.append(atom)
        elif in_label:
            self.problems.append((atom.start, ProblemCode.FOREIGN_IN_ATTRIBUTE, atom.syntax))
        elif context is None or context.kind is ContextKind.UNTRUSTED_CODE:
            # A `>!` or a fence there is the canonical syntax's own affair.
            if atom.role not in {AtomRole.QUOTE, AtomRole.FENCE}:
                code = ProblemCode.FOREIGN_IN_CODE if context else ProblemCode.FOREIGN_IN_ATTRIBUTE
                bars = context is not None and atom.syntax == BARS
                (self._bars_in_code if bars else self.problems).append(
                    (atom.start, code, atom.syntax)
                )
        elif context.kind is ContextKind.TEXT and atom.role is not AtomRole.FENCE:
            self._take(Piece(number, atom, context))

    def _take(self, piece: Piece) -> None:
        match piece.atom.role:
            case AtomRole.OPEN:
                if piece.atom.label and not is_public(piece.atom.label):
                    self._report(piece, ProblemCode.FOREIGN_LABEL)
                self._open.append(piece)
            case AtomRole.CLOSE:
                self._close(piece)
            case AtomRole.TOGGLE:
                self._toggle(piece)
            case AtomRole.LABEL:
                self._label(piece)
            case AtomRole.QUOTE:
                self._quotes.setdefault(piece.context.passage, []).append(piece)
            case _:
                self._report(piece, ProblemCode.FOREIGN_UNKNOWN)

    def _report(self, piece: Piece, code: ProblemCode) -> None:
        self.problems.append((piece.atom.start, code, piece.atom.syntax))

    def _close(self, piece: Piece) -> None:
        if self._open and self._open[-1].atom.syntax == piece.atom.syntax:
            self._pair(self._open.pop(), piece)
        else:
            self._report(piece, ProblemCode.FOREIGN_STRAY)

    def _toggle(self, piece: Piece) -> None:
        opening = self._open[-1] if self._open else None
        if opening is None or opening.atom.syntax != BARS:
            self._open.append(piece)
        elif opening.context.passage == piece.context.passage or (
            opening.context.first and piece.context.last
        ):
            self._pair(self._open.pop(), piece)
        else:
            # Bars look alike: rather than hide all between two mistakes, begin anew.
            self._report(self._open.pop(), ProblemCode.FOREIGN_UNCLOSED)
            self._open.append(piece)

    def _label(self, piece: Piece) -> None:
        opening = self._open[-1] if self._open else None
        if opening is None or opening.atom.syntax != DETAILS or opening.atom.label is not None:
            self._report(piece, ProblemCode.FOREIGN_STRAY)
            return
        between = self.source[opening.atom.end : piece.atom.start]
        words = piece.atom.label or ""
        if between.strip(" \t\r\n>") or not is_public(words):
            self._report(piece, ProblemCode.FOREIGN_LABEL)
            return
        atom = replace(opening.atom, end=piece.atom.end, label=words)
        context = replace(opening.context, last=piece.context.last)
        self._open[-1] = replace(opening, atom=atom, context=context)

    def _pair(self, opening: Piece, closing: Piece) -> None:
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

    def _block_of(self, quotes: list[Piece]) -> None:
        """Take the `quotes` of one passage for a block if they are all of its lines."""
        text = quotes[0].context.text
        starts = [f"{OPEN}{probe(piece.number)}" for piece in quotes]
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
        """Whether what follows `last` goes on as a quotation without the `!`: elsewhere that may
        be the same spoiler, and here it would be public."""
        start = max(self.source.rfind(sign, 0, last.start) for sign in "\r\n") + 1
        depth, at = self.source.count(">", start, last.start), last.start
        while line := _NEXT_LINE.match(self.source, at):
            signs, at = line["signs"], line.end()
            if line["words"] or signs.count(">") <= depth:
                is_hidden = signs.endswith(">") and line["words"].startswith("!")
                return signs.count(">") > depth and not is_hidden
        return False
