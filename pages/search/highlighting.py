"""Finds the terms of a query in a text and marks them, as the index finds them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from pages.search.query import Phrase, Query
from pages.search.words import Word, compounds, join_words, other_forms, words_of

_RUN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text as HTML with ``<mark>``. ``terms`` are the numbers of the terms that it contains."""

    html: SafeString
    terms: frozenset[int] = frozenset()


class Match(NamedTuple):
    """The term number ``term`` of the query, from ``start`` to ``stop`` of a text."""

    start: int
    stop: int
    term: int


class Highlighter:
    """Marks ``query`` in cleaned texts in ``language``, a language tag."""

    def __init__(self, query: Query, language: str) -> None:
        self.language = language
        self.terms = frozenset(range(len(query.terms)))
        """The numbers of all terms."""
        self.phrases: list[tuple[int, Phrase]] = []
        self.single_words: list[tuple[int, Phrase]] = []
        for number, term in enumerate(query.terms):
            for phrase in term.phrases:
                group = self.single_words if len(phrase.words) == 1 else self.phrases
                group.append((number, phrase))
        self._terms_by_word: dict[str, frozenset[int]] = {}
        phrases = [phrase for term in query.terms for phrase in term.phrases]
        self._needles = {f" {word} " for phrase in phrases for word in phrase.words}
        self._needles |= {f" {phrase.words[-1]}" for phrase in phrases if phrase.is_prefix}

    def mark(self, text: str) -> MarkedText:
        """All of ``text`` with its matches marked."""
        return mark_between(text, self.matches(text), 0, len(text))

    def may_match(self, text: str) -> bool:
        """Whether ``text`` has a word of the query. Many times as fast as `matches`."""
        found = f" {words_of(text, self.language)} "
        return any(needle in found for needle in self._needles)

    def matches(self, text: str) -> list[Match]:
        """The matches in ``text``, sorted. They may overlap."""
        if self.phrases:
            return self._matches(text)
        # A word and a compound contain no space.
        return [
            Match(run.start() + start, run.start() + stop, term)
            for run in _RUN.finditer(text)
            if self.may_match(run[0])
            for start, stop, term in self._matches(run[0])
        ]

    def _matches(self, text: str) -> list[Match]:
        found = []
        words: list[Word] = []
        for compound in compounds(text):
            words += compound
            for word in compound:
                found += [Match(word.start, word.stop, term) for term in self._terms(word.written)]
            if len(compound) > 1:
                terms = self._terms(join_words(compound))
                found += [Match(compound[0].start, compound[-1].stop, term) for term in terms]
        for number, phrase in self.phrases:
            found += [Match(*span, number) for span in _phrase_spans(words, phrase)]
        return sorted(found)

    def _terms(self, written: str) -> frozenset[int]:
        """The numbers of the terms that one word matches."""
        if written not in self._terms_by_word:
            word = "".join(part.text for compound in compounds(written) for part in compound)
            forms = {word, *other_forms(written, self.language)}
            self._terms_by_word[written] = frozenset(
                number for number, phrase in self.single_words if _ends_with_one_of(phrase, forms)
            )
        return self._terms_by_word[written]


def _ends_with_one_of(phrase: Phrase, words: Collection[str]) -> bool:
    """Whether one of ``words`` matches the last word of ``phrase``."""
    last = phrase.words[-1]
    return last in words or (phrase.is_prefix and any(word.startswith(last) for word in words))


def _phrase_spans(words: Sequence[Word], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Start and stop of each occurrence of ``phrase``, of several words, in ``words``."""
    *before, _last = phrase.words
    for start, word in enumerate(words[: len(words) - len(before)]):
        if word.text != before[0]:
            continue
        stop = start + len(before)
        if [each.text for each in words[start:stop]] == before:
            last = words[stop]
            if _ends_with_one_of(phrase, [last.text]):
                yield word.start, last.stop


def mark_between(text: str, matches: Sequence[Match], start: int, stop: int) -> MarkedText:
    """``text`` from ``start`` to ``stop`` with those of its ``matches`` that are inside.

    Matches that touch or overlap share one ``<mark>``.
    """
    inside = [match for match in matches if start <= match.start and match.stop <= stop]
    spans: list[tuple[int, int]] = []
    for match in inside:
        if spans and match.start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], match.stop)
        else:
            spans.append((match.start, match.stop))
    pieces, at = [], start
    for begin, end in spans:
        pieces += [escape(text[at:begin]), format_html("<mark>{}</mark>", text[begin:end])]
        at = end
    html = "".join([*pieces, escape(text[at:stop])])
    terms = frozenset(match.term for match in inside)
    return MarkedText(mark_safe(html), terms)  # noqa: S308  (every piece is escaped)
