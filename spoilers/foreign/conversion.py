"""Converts other sites' spoilers in a text to curtains, or reports why it cannot."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import groupby

from spoilers.foreign.announcements import announcements
from spoilers.foreign.atom_types import Atom, AtomRole
from spoilers.foreign.atoms import BARS, atoms, may_hold_atoms, names_spoiler
from spoilers.foreign.line_numbers import line_at, line_starts
from spoilers.foreign.markup import is_workable, markdown_markup
from spoilers.foreign.markup_result import Finding, Markup
from spoilers.foreign.pairing import Pairing, Spoiler
from spoilers.foreign.pasted_html import html_markup
from spoilers.foreign.probing import (
    ContextKind,
    ProbedText,
    examine,
    parse_probed,
    probe,
    without_probes,
)
from spoilers.foreign.tables import Bars, bars_in, table_rows
from spoilers.foreign.writing import Edit, edits, write
from spoilers.lookalikes import folded
from spoilers.marks import seal
from spoilers.parser import MAX_LENGTH
from spoilers.problems import Problem, ProblemCode, ProblemCollector
from spoilers.syntax_tree import SyntaxTree

PROBE_LENGTH = len(probe(MAX_LENGTH))

_LINE_END = re.compile(r"\r\n?|\n")
_INFO = re.compile(r"(?:`{3}|~{3})([^`\r\n]+)")
ELEMENT = "[spoiler]…[/spoiler]"
HIDDEN_ELEMENT = "<… hidden …>"

CURTAINS = {"::: spoiler", ">!…!<"}
"""The names of the two forms of a curtain."""

_UNDERSTOOD = {AtomRole.QUOTE, AtomRole.FENCE}
"""What the parser itself understands or refuses."""


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """One converted spoiler, or the first element of a kind: the line of the source on which it
    begins, from 1, and the names of its old and its new syntax."""

    line: int
    syntax: str
    became: str

    @property
    def is_spoiler(self) -> bool:
        return self.became in CURTAINS


@dataclass(frozen=True, slots=True)
class Converted:
    """A text with canonical spoilers and Markdown only; unchanged if there are `problems`."""

    text: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()
    """For each line of `text` the line of the source, from 1; empty if they are the same."""
    warnings: tuple[Problem, ...] = ()
    """What was left out, is shown as it is written, or announces spoilers that nothing hides."""

    def line(self, of_text: int) -> int:
        """The line of the source that line `of_text` of `text` comes from."""
        return self.lines[min(of_text, len(self.lines)) - 1] if self.lines else of_text

    def without_blank_ends(self) -> "Converted":
        """A copy without blank lines at its beginning and end. They are left where the first or the
        last line was markup."""
        rows = self.text.split("\n")
        filled = [number for number, row in enumerate(rows) if row.strip(" \t")]
        first, end = (filled[0], filled[-1] + 1) if filled else (0, 0)
        if end - first == len(rows):
            return self
        lines = self.lines or tuple(range(1, len(rows) + 1))
        return replace(self, text="\n".join(rows[first:end]), lines=lines[first:end])

    @property
    def spoilers(self) -> int:
        """How many curtains were made."""
        return sum(change.is_spoiler for change in self.changes)


def canonical(
    markdown: str, tree: SyntaxTree | None = None, *, in_document: bool = False
) -> Converted:
    """`markdown` with other sites' spoilers in the canonical syntax, with Markdown instead of HTML
    and shortcodes, and nothing else changed.

    It converts everything or nothing: if there are problems, the text is unchanged. A second parse
    proves that what was hidden in the one syntax is hidden in the other. Problems of the canonical
    text itself are not reported: `parse` finds them.

    A text of a review document (`in_document`) may hold `{.spoiler}`: the document's own checks
    report it.

    A text without anything like the markup of another site is not parsed, nor is one whose `tree`
    is given and shows that there is nothing to convert.
    """
    found = markdown_markup(markdown)
    source = _MarkupLines(markdown, found)
    is_new = found.text != markdown
    analysis = _Analysis(found.text)
    analysis.run(None if is_new else tree)
    if not in_document:
        analysis.report_classes()
    if problems := source.problems(analysis.problems.sorted()):
        return Converted(markdown, problems=problems)
    changed = Converted(markdown)
    if analysis.edits or is_new:
        written = write(found.text, analysis.edits)
        changes = [*source.changes(), *map(source.change, analysis.changes())]
        lines = tuple(source.line(each) for each in written.lines)
        changed = Converted(written.text, tuple(sorted(changes)), (), lines)
    announced = announcements(changed.text, None if changed.lines else tree)
    warnings = {*source.warnings(), *map(source.moved, analysis.shown())}
    warnings |= {replace(each, line=changed.line(each.line)) for each in announced}
    return replace(changed, warnings=tuple(sorted(warnings)))


def from_html(html: str, *, is_paste: bool = True) -> Converted:
    """`html`, a pasted piece of a page or of a document, as Markdown.

    If there are problems, the text holds the spoilers that could not be converted as
    `[spoiler]…[/spoiler]`, which forms refuse. The text is "" for HTML that cannot be converted at
    all, and for a paste without any formatting. Without `is_paste` it is a whole text that another
    site has stored as HTML.
    """
    found = html_markup(html, is_paste=is_paste)
    if found.problems:
        problems = dict.fromkeys(
            Problem.of(each.code, syntax=each.syntax, limit=MAX_LENGTH) for each in found.problems
        )
        return Converted("", problems=tuple(problems))
    if not found.is_formatted:
        return Converted("")
    later = canonical(found.text)
    lost = dict.fromkeys(loss.syntax for loss in found.losses)
    warnings = (Problem.of(ProblemCode.MARKUP_LEFT_OUT, syntax=each) for each in lost)
    return replace(later, warnings=(*later.warnings, *warnings))


def foreign_problems(markdown: str, tree: SyntaxTree) -> tuple[Problem, ...]:
    """A problem for each spoiler in `markdown` that is in another site's syntax, or seems to be
    meant as a spoiler, and for HTML, shortcodes and classes. `tree` is the parse of `markdown`."""
    found = markdown_markup(markdown)
    source = _MarkupLines(markdown, found)
    is_new = found.text != markdown
    analysis = _Analysis(found.text)
    analysis.run(None if is_new else tree, for_conversion=False)
    for spoiler in analysis.pairing.spoilers:
        if spoiler.opening.atom.role not in _UNDERSTOOD:
            analysis.report(spoiler.opening.atom.start, ProblemCode.FOREIGN_SYNTAX, spoiler.syntax)
    analysis.report_classes()
    return tuple(sorted({*source.problems(analysis.problems.sorted()), *source.syntaxes()}))


def warnings_of(markdown: str, tree: SyntaxTree) -> tuple[Problem, ...]:
    """What an editor should look at in `markdown`, which has no problems: announced spoilers that
    no curtain hides, and signs of other sites that hide nothing. `tree` is its parse."""
    analysis = _Analysis(markdown)
    analysis.run(tree, for_conversion=False)
    return tuple(sorted({*analysis.shown(), *announcements(markdown, tree)}))


class _MarkupLines:
    """Lines and problems of a text whose markup was converted first."""

    def __init__(self, source: str, found: Markup) -> None:
        self.found = found
        self._starts = line_starts(source)

    def line(self, of_text: int) -> int:
        """The line of the source that line `of_text` of the converted text comes from."""
        lines = self.found.lines
        return lines[min(of_text, len(lines)) - 1] if lines else of_text

    def problems(self, later: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems of the conversion, and those found `later` on other lines."""
        own = {self._problem(each) for each in self.found.problems}
        lines = {each.line for each in own}
        others = map(self.moved, later)
        return tuple(sorted({*own, *(each for each in others if each.line not in lines)}))

    def moved(self, problem: Problem) -> Problem:
        """`problem` of the converted text, with its line in the source."""
        return replace(problem, line=self.line(problem.line))

    def syntaxes(self) -> Iterator[Problem]:
        """A problem for each line with markup and each kind of markup in it."""
        return map(self._problem, self.found.tags)

    def changes(self) -> Iterator[Change]:
        for each in self.found.converted:
            yield Change(line_at(self._starts, each.position), each.syntax, "Markdown")

    def change(self, change: Change) -> Change:
        line = self.line(change.line)
        hidden = {line_at(self._starts, position) for position in self.found.hidden}
        is_element = change.syntax == ELEMENT and line in hidden
        return replace(change, line=line, syntax=HIDDEN_ELEMENT if is_element else change.syntax)

    def warnings(self) -> tuple[Problem, ...]:
        found = {
            self._problem(Finding(loss.position, ProblemCode.MARKUP_LEFT_OUT, loss.syntax))
            for loss in self.found.losses
        }
        return tuple(sorted(found))

    def _problem(self, found: Finding) -> Problem:
        line = line_at(self._starts, found.position)
        return Problem.of(found.code, line, syntax=found.syntax, limit=MAX_LENGTH)


class _Analysis:
    """Analyses one text: `run` fills `pairing`, `edits` and `problems`."""

    def __init__(self, markdown: str) -> None:
        self.source = without_probes(markdown)
        self.problems = ProblemCollector()
        self.pairing = Pairing(self.source)
        self.edits: list[Edit] = []
        self._line_starts = line_starts(markdown)

    def report(self, position: int, code: ProblemCode, syntax: str = "", **values: int) -> None:
        line = line_at(self._line_starts, position)
        self.problems.add(line, code, syntax=syntax, **values)

    def report_classes(self) -> None:
        for atom in self.pairing.classes:
            self.report(atom.start, ProblemCode.CLASS_IN_TEXT)

    def shown(self) -> Iterator[Problem]:
        """A warning for what is shown as it is written."""
        for atom in self.pairing.shown:
            line = line_at(self._line_starts, atom.start)
            yield Problem.of(ProblemCode.MARKUP_SHOWN, line, syntax=atom.syntax)

    def changes(self) -> Iterator[Change]:
        for spoiler in self.pairing.spoilers:
            became = "::: spoiler" if spoiler.is_block else ">!…!<"
            line = line_at(self._line_starts, spoiler.opening.atom.start)
            yield Change(line, spoiler.syntax, became)
        for fence in self.pairing.fences:
            line = line_at(self._line_starts, fence.start)
            yield Change(line, fence.syntax, "::: spoiler")

    def run(self, tree: SyntaxTree | None, *, for_conversion: bool = True) -> None:
        """`tree` is the parse of the source, if there is one already."""
        if not is_workable(self.source):
            # The parser refuses the text too, so it does not matter what the hint is.
            if may_hold_atoms(self.source):
                is_long = len(self.source) > MAX_LENGTH
                code = ProblemCode.TOO_LONG if is_long else ProblemCode.TOO_DENSE
                self.report(0, code, limit=MAX_LENGTH)
            return
        # One more than fits is enough to know: a megabyte may hold half a million atoms.
        room = (MAX_LENGTH - len(self.source)) // PROBE_LENGTH
        found = atoms(seal(self.source), most=max(1, room + 1))
        if not (found or self._may_be_disguised()):
            return
        if len(found) > room:
            self.report(0, ProblemCode.TOO_LONG, limit=MAX_LENGTH)
        elif tree and all(atom.role is AtomRole.QUOTE for atom in found):
            shown = examine(tree)
            if for_conversion and shown.has_quoted_paragraph:
                self._pair(found)
            else:
                self._report_disguised(shown)
        else:
            self._pair(self._without_cells(found))

    def _may_be_disguised(self) -> bool:
        """Whether readers could see a spoiler that the source does not spell out."""
        plain = self.source.isascii() and "&" not in self.source
        disguised = not plain and any(
            atom.role not in _UNDERSTOOD for atom in atoms(folded(unescape(self.source)))
        )
        return disguised or any(map(names_spoiler, _INFO.findall(self.source)))

    def _pair(self, found: list[Atom]) -> None:
        shown = parse_probed(_probed(self.source, found))
        if not self._report_disguised(shown):
            return
        self.pairing.read(found, shown.contexts)
        for problem in self.pairing.problems:
            self.report(*problem)
        if not self.problems.found:
            spoilers = self.pairing.spoilers
            self.edits = edits(self.source, spoilers, self.pairing.fences)
            if spoilers:
                self._prove(spoilers)

    def _report_disguised(self, shown: ProbedText) -> bool:
        """Report what only the parse shows; whether the text could be parsed at all."""
        if shown.is_unworkable:
            self.report(0, ProblemCode.TOO_DENSE)
            return False
        for line, syntax in shown.disguised:
            self.problems.add(line, ProblemCode.FOREIGN_UNKNOWN, syntax=syntax)
        for line in shown.code_names:
            self.problems.add(line, ProblemCode.FOREIGN_UNKNOWN, syntax="```spoiler")
        return True

    def _prove(self, spoilers: Sequence[Spoiler]) -> None:
        """Report each of `spoilers` that `edits` do not hide from its first word to its last."""
        proof = parse_probed(write(self.source, self.edits, probed=True).text, disguised=False)
        if proof.is_unworkable:
            self.report(0, ProblemCode.TOO_DENSE)
            return
        for number, spoiler in enumerate(spoilers):
            begun, ended = (proof.contexts.get(2 * number + end) for end in (0, 1))
            hidden = (
                begun is not None
                and ended is not None
                and begun.kind is ended.kind is ContextKind.TEXT
                and begun.curtains == ended.curtains
                and len(begun.curtains) > len(spoiler.opening.context.curtains)
            )
            if not hidden:
                self.report(
                    spoiler.opening.atom.start, ProblemCode.FOREIGN_UNCONVERTIBLE, spoiler.syntax
                )

    def _without_cells(self, found: list[Atom]) -> list[Atom]:
        """`found` without the bars around empty cells of tables. Reports unclear ones."""
        if all(atom.syntax != BARS for atom in found):
            return found
        rows = table_rows(self.source)
        cells: set[Atom] = set()
        bars = [atom for atom in found if atom.syntax == BARS]
        for index, group in groupby(bars, lambda atom: line_at(self._line_starts, atom.start)):
            if index - 1 in rows:
                row, begin = list(group), self._line_starts[index - 1]
                end = (*self._line_starts, len(self.source))[index]
                read_as = bars_in(self.source[begin:end], begin, row, rows[index - 1])
                if read_as is Bars.UNCLEAR:
                    self.report(row[0].start, ProblemCode.FOREIGN_IN_TABLE)
                if read_as is not Bars.SPOILERS:
                    cells.update(row)
        return [atom for atom in found if atom not in cells]


def _probed(source: str, found: Sequence[Atom]) -> str:
    """`source` with a probe in the place of each atom; no line moves."""
    out: list[str] = []
    position = 0
    for number, atom in enumerate(found):
        taken = source[atom.start : atom.end]
        if atom.role in {AtomRole.QUOTE, AtomRole.CLASS}:
            text = taken + probe(number)
        elif atom.role is AtomRole.FENCE:
            text = f"::: spoiler {probe(number)}"
        else:
            text = probe(number) + "".join(_LINE_END.findall(taken))
        out += [source[position : atom.start], text]
        position = atom.end
    return "".join([*out, source[position:]])
