"""What a reader typed, whatever it is, as words to look for."""

import re
from dataclasses import dataclass

from pages.search.folding import clean, fold

MAX_CHARACTERS = 200
MAX_TERMS = 12
SHORTEST_PREFIX = 2

_QUOTES = str.maketrans("“”„«»", '"""""')
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; of a prefix the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is what was typed, fit to be printed; every one of ``terms`` is to be found."""

    text: str
    terms: tuple[Term, ...]
    was_cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for term in self.terms for word in term.words)


def parse(typed: str) -> Query:
    """Any text at all. Words in quotes follow each other, the last word may go on.

    Nothing else that is typed has a meaning: there are no operators.
    """
    text = clean(typed[: MAX_CHARACTERS + 1])
    was_cut = len(typed) > MAX_CHARACTERS
    text = " ".join(text[:MAX_CHARACTERS].split())
    pieces = list(_PIECE.finditer(text.translate(_QUOTES)))
    terms = []
    for piece in pieces:
        words = tuple(fold(piece[0]).split())
        if words:
            goes_on = piece is pieces[-1] and piece[2] is not None and _may_go_on(words[-1])
            terms.append(Term(words, goes_on))
    return Query(text, tuple(terms[:MAX_TERMS]), was_cut or len(terms) > MAX_TERMS)


def _may_go_on(word: str) -> bool:
    """One Latin letter begins too much; one character of Chinese can be a word."""
    return len(word) >= SHORTEST_PREFIX or not word.isascii()
