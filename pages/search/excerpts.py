"""What was typed, marked in a text that is printed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import combining

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from pages.search.query import Phrase, Query
from pages.search.words import Word, forms, joined, runs

LENGTH = 200
"""Characters of an excerpt, more or less."""

BEFORE = 60
"""Characters that stand before the first mark, at most."""

REACH = 25
"""Characters in which a space is looked for to cut at. Not every script has one."""

HEADING = 60
"""A line that is shorter is taken for one: a passage says more."""

MOST_PASSAGES = 2
MOST_NAMES = 5
SENTENCE_ENDS = (". ", "! ", "? ", ".” ", "!” ", "?” ")


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of a text as html, and the numbers of the query's terms that are marked in it."""

    html: SafeString
    terms: frozenset[int] = frozenset()


NOTHING = Marked(SafeString(""))


class Match(NamedTuple):
    start: int
    stop: int
    term: int


class Marker:
    """Finds in clean texts of ``language`` what the index finds in them by ``query``."""

    def __init__(self, query: Query, language: str) -> None:
        self.language = language
        self.sequences: list[tuple[int, Phrase]] = []
        self.singles: list[tuple[int, Phrase]] = []
        for number, term in enumerate(query.terms):
            for phrase in term.phrases:
                kind = self.singles if len(phrase.words) == 1 else self.sequences
                kind.append((number, phrase))
        self._known: dict[str, frozenset[int]] = {}

    def whole(self, text: str) -> Marked:
        """All of ``text``."""
        return _printed(text, self.places(text), 0, len(text))

    def names(self, text: str) -> Marked:
        """Those lines of ``text`` in which something is found, a few of them."""
        found = [marked for line in text.splitlines() if (marked := self.whole(line)).terms]
        return _together(found[:MOST_NAMES], ", ")

    def excerpt(self, text: str) -> Marked:
        """The passage of ``text`` in which most is found; and where that is not all, another."""
        lines = [(line, places) for line in text.splitlines() if (places := self.places(line))]
        missing = {place.term for _line, places in lines for place in places}
        passages: dict[int, _Passage] = {}
        while missing and len(passages) < MOST_PASSAGES:
            number, best = max(
                ((number, _passage(*line, missing)) for number, line in enumerate(lines)),
                key=lambda one: one[1].worth,
            )
            passages[number] = best
            missing -= best.terms
        length = LENGTH // max(1, len(passages))
        return _together([passages[number].cut(length) for number in sorted(passages)], " ")

    def places(self, text: str) -> list[Match]:
        """Where in ``text`` each term is found, the first first. They may lie over each other."""
        found = []
        every: list[Word] = []
        for run in runs(text):
            every += run
            for word in run:
                found += [Match(word.start, word.stop, term) for term in self._terms(word.written)]
            if len(run) > 1:
                terms = self._terms(joined(run))
                found += [Match(run[0].start, run[-1].stop, term) for term in terms]
        for number, phrase in self.sequences:
            found += [Match(*place, number) for place in _following(every, phrase)]
        return sorted(found)

    def _terms(self, written: str) -> frozenset[int]:
        """The numbers of the terms that are found by one word."""
        if written not in self._known:
            word = "".join(part.text for run in runs(written) for part in run)
            known = {word, *forms(written, self.language)}
            self._known[written] = frozenset(
                number for number, phrase in self.singles if _is_one(known, phrase)
            )
        return self._known[written]


def _is_one(words: Collection[str], phrase: Phrase) -> bool:
    """Whether one of ``words`` is the last of ``phrase``."""
    last = phrase.words[-1]
    return last in words or (phrase.is_prefix and any(word.startswith(last) for word in words))


def _following(words: Sequence[Word], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Where ``phrase``, of several words, starts and stops among ``words``."""
    *before, _last = phrase.words
    for start, word in enumerate(words[: len(words) - len(before)]):
        if word.text != before[0]:
            continue
        stop = start + len(before)
        if [each.text for each in words[start:stop]] == before:
            last = words[stop]
            if _is_one([last.text], phrase):
                yield word.start, last.stop


@dataclass(frozen=True, slots=True)
class _Passage:
    """A place in a line from which on most ``terms`` are found that were missing."""

    line: str
    places: list[Match]
    first: int
    terms: frozenset[int]

    @property
    def worth(self) -> tuple[int, bool]:
        return len(self.terms), len(self.line) >= HEADING

    def cut(self, length: int) -> Marked:
        """``length`` characters, more or less, in whole words and without half a mark."""
        line, anchor = self.line, self.places[self.first].start
        start = 0 if len(line) <= length else _begin(line, anchor)
        stop = _end(line, start + length)
        stop = max([stop, *(place.stop for place in self.places if place.start < stop)])
        marked = _printed(line, self.places, start, stop)
        before, after = "… " if start else "", " …" if stop < len(line) else ""
        return Marked(format_html("{}{}{}", before, marked.html, after), marked.terms)


def _passage(line: str, places: list[Match], missing: set[int]) -> _Passage:
    """The best in a line: the first of those from which on most of ``missing`` is found."""
    best = _Passage(line, places, 0, frozenset())
    for first, place in enumerate(places):
        terms: set[int] = set()
        for other in places[first:]:
            if other.stop > place.start + LENGTH // MOST_PASSAGES - BEFORE and terms:
                break
            terms |= {other.term} & missing
        if len(terms) > len(best.terms):
            best = _Passage(line, places, first, frozenset(terms))
        if len(terms) == len(missing):
            break
    return best


def _begin(line: str, anchor: int) -> int:
    """Where a passage begins for a mark at ``anchor``: a sentence, if one begins nearby."""
    at = max(0, anchor - BEFORE)
    if not at:
        return 0
    before = line[at:anchor]
    ends = [before.find(end) + len(end) for end in SENTENCE_ENDS if end in before]
    space = before[:REACH].find(" ") + 1
    return at + (min(ends) if ends else space) or at


def _end(line: str, at: int) -> int:
    if at >= len(line):
        return len(line)
    space = line.rfind(" ", at - REACH, at + 1)
    if space > 0:
        return space
    while at < len(line) and combining(line[at]):
        at += 1
    return at


def _printed(text: str, places: Sequence[Match], start: int, stop: int) -> Marked:
    """``text`` from ``start`` to ``stop``, its places in marks; in one where they touch."""
    inside = [place for place in places if start <= place.start and place.stop <= stop]
    spans: list[tuple[int, int]] = []
    for place in inside:
        if spans and place.start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], place.stop)
        else:
            spans.append((place.start, place.stop))
    pieces, at = [], start
    for begin, end in spans:
        pieces += [escape(text[at:begin]), format_html("<mark>{}</mark>", text[begin:end])]
        at = end
    html = "".join([*pieces, escape(text[at:stop])])
    terms = frozenset(place.term for place in inside)
    return Marked(mark_safe(html), terms)  # noqa: S308  (every piece is escaped)


def _together(pieces: Sequence[Marked], between: str) -> Marked:
    html = between.join(piece.html for piece in pieces)
    return Marked(mark_safe(html), frozenset().union(*(piece.terms for piece in pieces)))  # noqa: S308
