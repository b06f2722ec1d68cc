"""Excerpts of the texts in which the terms of a query were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import combining

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from pages.search.highlighting import Highlighter, MarkedText, Match, mark_between

LENGTH = 200
"""Characters of an excerpt, approximately."""

MAX_BEFORE = 60
"""Characters before the first mark, at most."""

WORD_BREAK_DISTANCE = 25
"""Characters in which to look for a space to cut at. Some scripts have no spaces."""

MIN_PASSAGE = 60
"""Characters. A shorter line is probably a heading, and a longer line is preferred to it."""

MAX_PASSAGES = 2
MAX_LINES = 5
SENTENCE_ENDS = (". ", "! ", "? ", ".” ", "!” ", "?” ")


def matching_lines(highlighter: Highlighter, text: str) -> MarkedText:
    """The lines of ``text`` with matches, at most `MAX_LINES`, separated by commas."""
    found = [marked for line in text.splitlines() if (marked := highlighter.mark(line)).terms]
    return _join(found[:MAX_LINES], ", ")


def excerpt(highlighter: Highlighter, text: str) -> MarkedText:
    """The passage of ``text`` with the most terms; a second one if that has terms the first lacks.

    Empty if ``text`` has no match.
    """
    lines: list[tuple[str, list[Match]]] = []
    for line in filter(highlighter.may_match, text.splitlines()):
        matches = highlighter.matches(line)
        if matches and len(line) >= MIN_PASSAGE:
            passage = _best_passage(line, matches, set(highlighter.terms))
            if passage.terms == highlighter.terms:
                # No later line can be better.
                return passage.cut(LENGTH)
        if matches:
            lines.append((line, matches))
    missing = {match.term for _line, matches in lines for match in matches}
    passages: dict[int, _Passage] = {}
    while missing and len(passages) < MAX_PASSAGES:
        number, best = max(
            ((number, _best_passage(*line, missing)) for number, line in enumerate(lines)),
            key=lambda numbered: numbered[1].worth,
        )
        passages[number] = best
        missing -= best.terms
    length = LENGTH // max(1, len(passages))
    return _join([passages[number].cut(length) for number in sorted(passages)], " ")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage of ``line`` from match number ``first`` on. It adds ``terms`` to the excerpt."""

    line: str
    matches: list[Match]
    first: int
    terms: frozenset[int]

    @property
    def worth(self) -> tuple[int, bool]:
        return len(self.terms), len(self.line) >= MIN_PASSAGE

    def cut(self, length: int) -> MarkedText:
        """About ``length`` characters of the line, cut between words and outside of matches."""
        line, anchor = self.line, self.matches[self.first].start
        start = 0 if len(line) <= length else _start_before(line, anchor)
        stop = _stop_near(line, start + length)
        stop = max([stop, *(match.stop for match in self.matches if match.start < stop)])
        marked = mark_between(line, self.matches, start, stop)
        before, after = "… " if start else "", " …" if stop < len(line) else ""
        return MarkedText(format_html("{}{}{}", before, marked.html, after), marked.terms)


def _best_passage(line: str, matches: list[Match], missing: set[int]) -> _Passage:
    """The first of the passages of ``line`` with the most of the ``missing`` terms."""
    best = _Passage(line, matches, 0, frozenset())
    for first, match in enumerate(matches):
        terms: set[int] = set()
        for other in matches[first:]:
            if other.stop > match.start + LENGTH // MAX_PASSAGES - MAX_BEFORE and terms:
                break
            terms |= {other.term} & missing
        if len(terms) > len(best.terms):
            best = _Passage(line, matches, first, frozenset(terms))
        if len(terms) == len(missing):
            break
    return best


def _start_before(line: str, anchor: int) -> int:
    """Where an excerpt of ``line`` with a match at ``anchor`` starts: at a sentence or a word."""
    at = max(0, anchor - MAX_BEFORE)
    if not at:
        return 0
    before = line[at:anchor]
    ends = [before.find(end) + len(end) for end in SENTENCE_ENDS if end in before]
    space = before[:WORD_BREAK_DISTANCE].find(" ") + 1
    return at + (min(ends) if ends else space) or at


def _stop_near(line: str, at: int) -> int:
    """Where an excerpt of ``line`` stops: at a space shortly before ``at``, or at ``at`` itself.

    A letter is never separated from the combining marks that follow it.
    """
    if at >= len(line):
        return len(line)
    space = line.rfind(" ", at - WORD_BREAK_DISTANCE, at + 1)
    if space > 0:
        return space
    while at < len(line) and combining(line[at]):
        at += 1
    return at


def _join(pieces: Sequence[MarkedText], separator: str) -> MarkedText:
    html = separator.join(piece.html for piece in pieces)
    terms = frozenset().union(*(piece.terms for piece in pieces))
    return MarkedText(mark_safe(html), terms)  # noqa: S308
