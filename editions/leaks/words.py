"""The words of a sentence as the leak check compares them: stems, meanings, rarity."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from editions.leaks.plot_words import GRAMMAR, MEANINGS, NUMBERS, OPINIONS, REVEALS

STEMMERS = {"en": "english", "de": "german"}
"""By language. Words of other languages are compared as they are written."""

ENDINGS = {
    "en": ("s", "es", "ed", "d", "ing", "ly"),
    "de": ("e", "en", "er", "es", "em", "n", "s", "t", "te", "ten", "st"),
}
"""By language, what may be added to a word."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_POSSESSIVE = re.compile(r"['’]s?$")

COMMONEST = 5.6
"""The Zipf frequency (the logarithm to base 10 of the uses per billion words) from which on a word
says nothing."""
RAREST = 2.6
"""The Zipf frequency of words that are not in the list, which has the 30,000 commonest."""

STEEPNESS = 1.5
"""How much more rare words count than common ones."""

LEAST = 0.2
"""The weight of a word that has a meaning in plots and is common, such as "dead" or "second"; of a
digit and of a year."""

PREFIX = 5
"""How many letters words have in common that may be of one family ("crown", "crowned")."""


@dataclass(frozen=True, slots=True)
class Word:
    """``weight`` is 0 (says nothing) to 1 (rare). ``meanings`` are keys of `MEANINGS`. ``parts``
    are weaker names of the word: its first letters, the parts of a compound."""

    text: str
    stem: str
    weight: float
    meanings: frozenset[str]
    parts: frozenset[str]
    is_grammar: bool
    is_number: bool
    is_reveal: bool
    is_opinion: bool


class Vocabulary:
    """Makes the words of one language, each of them once."""

    def __init__(self, language: str) -> None:
        self.language = language
        name = STEMMERS.get(language)
        self._stemmer = snowballstemmer.stemmer(name) if name else None
        self._stems: dict[str, str] = {}
        self._words: dict[str, Word] = {}
        self.frequencies = _frequencies(language)
        self._meanings: dict[str, set[str]] = {}
        for meaning, by_language in MEANINGS.items():
            for word in by_language.get(language, "").split():
                self._meanings.setdefault(self.stem(word), set()).add(meaning)
        self._reveals = {self.stem(word) for word in REVEALS.get(language, "").split()}
        self._opinions = {self.stem(word) for word in OPINIONS.get(language, "").split()}

    def stem(self, word: str) -> str:
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stems[word] = self._stemmer.stemWord(word) if self._stemmer else word
        return stem

    def words(self, text: str) -> list[Word]:
        return [self.word(token) for token in tokens(text)]

    def word(self, token: str) -> Word:
        word = self._words.get(token)
        if word is None:
            word = self._words[token] = self._make(token)
        return word

    def _make(self, token: str) -> Word:
        stem = self.stem(token)
        if token in GRAMMAR:
            weight = 0.0
        elif token[0].isdigit():
            weight = LEAST if len(token) == 1 or _YEAR.fullmatch(token) else 0.8
        else:
            zipf = max(self.frequencies.get(form, RAREST) for form in self._forms(token))
            rarity = (COMMONEST - zipf) / (COMMONEST - RAREST)
            weight = min(1.0, max(0.0, rarity)) ** STEEPNESS
        meanings = self._meanings.get(stem, ())
        return Word(
            text=token,
            stem=stem,
            weight=max(weight, LEAST) if meanings else weight,
            meanings=frozenset(meanings),
            parts=frozenset(self._parts(token)) if weight else frozenset(),
            is_number=token[0].isdigit() or not NUMBERS.isdisjoint(meanings),
            is_grammar=token in GRAMMAR,
            is_reveal=stem in self._reveals,
            is_opinion=stem in self._opinions,
        )

    def _forms(self, token: str) -> Iterator[str]:
        """``token`` and what may be other forms of it. The commonest one counts."""
        yield token
        for ending in ENDINGS.get(self.language, ()):
            base = token.removesuffix(ending)
            if base != token and len(base) > 2:
                yield base
                yield f"{base}e"

    def _says_something(self, token: str) -> bool:
        return token not in GRAMMAR and self.frequencies.get(token, RAREST) < COMMONEST

    def _parts(self, token: str) -> Iterable[str]:
        if len(token) > PREFIX:
            yield token[:PREFIX]
        if self.language == "de" and len(token) >= 8:
            for end in range(4, len(token) - 3):
                first, last = token[:end], token[end:]
                if last in self.frequencies and (
                    first in self.frequencies or first.removesuffix("s") in self.frequencies
                ):
                    # "nach" in "Nachhall" says nothing.
                    for part in (last, first.removesuffix("s")):
                        if self._says_something(part):
                            yield self.stem(part)


def tokens(text: str) -> list[str]:
    """The words of ``text`` in small letters, in order, without possessive endings."""
    found = (match.group().casefold().replace("’", "'") for match in _TOKEN.finditer(text))
    return [(_POSSESSIVE.sub("", token) or token) if "'" in token else token for token in found]


@lru_cache(maxsize=4)
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language tag, such as "de-AT"."""
    return Vocabulary(language.partition("-")[0].lower())


@cache
def _frequencies(language: str) -> Mapping[str, float]:
    """The Zipf frequencies of the commonest words; English ones for languages without a list."""
    # It takes a fourth of a second, and most processes check nothing.
    import wordfreq

    known = wordfreq.available_languages("small")
    return {
        word: wordfreq.freq_to_zipf(frequency)
        for word, frequency in wordfreq.get_frequency_dict(
            language if language in known else "en", "small"
        ).items()
    }
