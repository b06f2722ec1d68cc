"""What a reader typed, as terms to search for."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from films.folding import clean
from pages.search.words import Word, compounds, join_words, other_forms

MAX_CHARACTERS = 200
MAX_TERMS = 12
MIN_PREFIX_LENGTH = 2
MIN_PREFIX_LENGTH_IN_TEXTS = 4
"""In texts, thousands of words begin with three letters."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow each other, or with ``is_ordered=False`` occur in any order.

    ``is_prefix``: the last word may be a prefix.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    is_ordered: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """Something to find: ``phrase``, or one of the words ``alternatives`` instead."""

    phrase: Phrase
    alternatives: frozenset[str] = frozenset()

    @property
    def phrases(self) -> list[Phrase]:
        """The phrase and the alternatives."""
        return [self.phrase, *(Phrase((word,)) for word in sorted(self.alternatives))]


@dataclass(frozen=True, slots=True)
class Query:
    """A search for documents with all ``terms``. ``text`` is what was typed, cleaned for display.

    ``was_cut``: more was typed than `MAX_CHARACTERS` or `MAX_TERMS`, and the rest is ignored.
    ``completes_in_texts``: a last word that may be a prefix may also be one in texts.
    """

    text: str
    terms: tuple[Term, ...]
    was_cut: bool = False
    completes_in_texts: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for term in self.terms for word in term.phrase.words)

    def in_texts(self) -> "Query":
        """The query for texts. There the last word is whole, unless `completes_in_texts`."""
        *others, last = self.terms
        is_prefix = last.phrase.is_prefix and self.completes_in_texts
        whole = replace(last, phrase=replace(last.phrase, is_prefix=is_prefix))
        return replace(self, terms=(*others, whole))

    def completed_in_texts(self) -> "Query | None":
        """The query whose last word may be a prefix in texts, too; None if it cannot be one."""
        last = self.terms[-1].phrase
        if not last.is_prefix or len(last.words[-1]) < MIN_PREFIX_LENGTH_IN_TEXTS:
            return None
        return replace(self, completes_in_texts=True)

    def in_any_order(self) -> "Query":
        """The query without its condition that the words of a phrase follow each other."""
        terms = (
            replace(term, phrase=replace(term.phrase, is_ordered=False)) for term in self.terms
        )
        return replace(self, terms=tuple(terms))


Criterion = tuple[Query, Sequence[str]]
"""A query and the fields of documents to search; all without any."""


def parse(typed: str, languages: Collection[str] = ()) -> Query:
    """The query for ``typed``, which may be any text.

    Words in quotes are a phrase. Every other word is also found by its forms in the site's language
    and in ``languages``, which are language tags. The last word may be a prefix. There are no
    operators.
    """
    text = clean(typed[: MAX_CHARACTERS + 1])
    was_cut = len(typed) > MAX_CHARACTERS
    text = " ".join(text[:MAX_CHARACTERS].split())
    pieces = list(_PIECE.finditer(text.translate(_QUOTES)))
    terms = []
    for piece in pieces:
        found = list(compounds(piece[0]))
        if not found:
            continue
        phrase = tuple(word.text for compound in found for word in compound)
        is_quoted = piece[2] is None
        if is_quoted:
            terms.append(Term(Phrase(phrase)))
            continue
        is_prefix = piece is pieces[-1] and _can_be_prefix(phrase[-1])
        alternatives = (
            _alternatives(found[0], {settings.LANGUAGE_CODE, *languages}) if len(found) == 1 else []
        )
        terms.append(Term(Phrase(phrase, is_prefix), frozenset(alternatives)))
    return Query(text, tuple(terms[:MAX_TERMS]), was_cut or len(terms) > MAX_TERMS)


def _alternatives(compound: list[Word], languages: Collection[str]) -> Iterator[str]:
    """The words by which ``compound`` is found too: joined to one word, and other forms of it."""
    whole = compound[0].written if len(compound) == 1 else join_words(compound)
    if len(compound) > 1:
        yield whole
    for language in languages:
        yield from other_forms(whole, language)


def _can_be_prefix(word: str) -> bool:
    """One ASCII letter matches too many words; one Chinese character can be a whole word."""
    return len(word) >= MIN_PREFIX_LENGTH or not word.isascii()
