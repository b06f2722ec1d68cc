"""What a reader typed, whatever it is, as words to look for."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.conf import settings

from pages.folding import clean
from pages.search.words import Word, forms, joined, runs

MAX_CHARACTERS = 200
MAX_TERMS = 12
SHORTEST_PREFIX = 2

_QUOTES = str.maketrans("“”„«»", '"""""')
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; of a prefix the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Something to be found: as ``phrase``, or as any one of ``others``, which are words."""

    phrase: Phrase
    others: frozenset[str] = frozenset()

    @property
    def phrases(self) -> list[Phrase]:
        return [self.phrase, *(Phrase((word,)) for word in sorted(self.others))]


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is what was typed, fit to be printed; every one of ``terms`` is to be found."""

    text: str
    terms: tuple[Term, ...]
    was_cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for term in self.terms for word in term.phrase.words)


def parse(typed: str, languages: Collection[str] = ()) -> Query:
    """Any text at all. Words in quotes follow each other, just so; the last word may go on.

    Every other word is found by its forms in the site's language and in ``languages`` too. Nothing
    else that is typed has a meaning: there are no operators.
    """
    text = clean(typed[: MAX_CHARACTERS + 1])
    was_cut = len(typed) > MAX_CHARACTERS
    text = " ".join(text[:MAX_CHARACTERS].split())
    pieces = list(_PIECE.finditer(text.translate(_QUOTES)))
    terms = []
    for piece in pieces:
        found = list(runs(piece[0]))
        if not found:
            continue
        phrase = tuple(word.text for run in found for word in run)
        if piece[2] is None:
            terms.append(Term(Phrase(phrase)))
            continue
        goes_on = piece is pieces[-1] and _may_go_on(phrase[-1])
        others = _others(found[0], {settings.LANGUAGE_CODE, *languages}) if len(found) == 1 else []
        terms.append(Term(Phrase(phrase, goes_on), frozenset(others)))
    return Query(text, tuple(terms[:MAX_TERMS]), was_cut or len(terms) > MAX_TERMS)


def _others(run: list[Word], languages: Collection[str]) -> Iterator[str]:
    """What ``run`` is found by besides: written as one word, and by that one's forms."""
    whole = run[0].written if len(run) == 1 else joined(run)
    if len(run) > 1:
        yield whole
    for language in languages:
        yield from forms(whole, language)


def _may_go_on(word: str) -> bool:
    """One Latin letter begins too much; one character of Chinese can be a word."""
    return len(word) >= SHORTEST_PREFIX or not word.isascii()
