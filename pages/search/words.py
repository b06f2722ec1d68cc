"""Splits text into the words of the search index, and finds the other forms of a word.

Both databases index these words, so that they find the same documents (decision 23).
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from threading import Lock
from typing import Any, NamedTuple

import snowballstemmer

from films.folding import LIGATURES, fold
from pages.search.spellings import other_spellings

LINE_START, LINE_END = "⟦", "⟧"
"""Words of the index around each line of a field. No text contains them."""

RECURRENCES = 3
"""How often a text has a word, or forms of it, that recurs."""

MAX_RUNS = 100_000
"""How many runs of letters of a language are kept: about 15 MB."""

MAX_WORD_LENGTH = 200
"""In characters. No query is longer, and PostgreSQL allows 2,046 bytes."""

UNSPACED_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, and Korean, which joins particles to a word.

Each of their characters is a word of the index, and a query for several is a phrase.
"""

JOINERS = "-‐‑'’.*·"
"""Characters inside a compound: "Spider-Man" is also found as "spiderman", "M*A*S*H" as "mash"."""

PUNCTUATION = string.punctuation + "…–—“”„‘’‚«»‹›¡¿"
"""Characters that belong to no word at its beginning or end."""

_LINE_BREAK = "\x00"
"""A run that no cleaned text has."""

_BETWEEN_LINES = f"{LINE_END} {LINE_START}", ""

_WORD = re.compile(f"[{UNSPACED_SCRIPTS}]|[^\\s{UNSPACED_SCRIPTS}]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""By the first part of a language tag. Words of other languages have no stem."""

_STEMMING = Lock()  # A stemmer stores the present word in itself, so it is not thread-safe.


class Word(NamedTuple):
    """A word from ``start`` to ``stop`` of a text: as it is indexed, and as it is ``written``."""

    text: str
    written: str
    start: int
    stop: int


def words(text: str) -> Iterator[Word]:
    """The words of the cleaned ``text``, in order."""
    for match in _WORD.finditer(fold(text)):
        start, stop = match.span()
        yield Word(match[0].translate(LIGATURES)[:MAX_WORD_LENGTH], text[start:stop], start, stop)


def compounds(text: str) -> Iterator[list[Word]]:
    """The words of the cleaned ``text``, in lists of words that only `JOINERS` separate."""
    compound: list[Word] = []
    for word in words(text):
        between = text[compound[-1].stop : word.start] if compound else ""
        if compound and (not between or between.strip(JOINERS)):
            yield compound
            compound = []
        compound.append(word)
    if compound:
        yield compound


def join_words(compound: list[Word]) -> str:
    """The words of ``compound`` as one word."""
    return "".join(word.text for word in compound)[:MAX_WORD_LENGTH]


@lru_cache(20_000)
def other_forms(written: str, language: str) -> frozenset[str]:
    """The forms by which a word is found too: its stem in ``language``, a language tag, and the
    word with ä, ö and ü as ae, oe and ue.

    The stem is that of the word with its accents and that of the word without them, because
    "häuser" may also be typed as "hauser".
    """
    lower = unicodedata.normalize("NFC", written.lower())
    word = fold(lower).translate(LIGATURES)
    found = {fold(lower.translate(_UMLAUTS))}
    stemmer = _stemmer(language.partition("-")[0].lower())
    if stemmer is not None:
        with _STEMMING:
            found |= {fold(stemmer.stemWord(each)) for each in {lower, word}}
    spelled = {form.translate(LIGATURES)[:MAX_WORD_LENGTH] for form in found if form.strip()}
    return frozenset(spelled - {word[:MAX_WORD_LENGTH]})


@lru_cache
def _stemmer(language: str) -> Any:
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


def indexed(text: str, language: str) -> str:
    """The cleaned ``text`` as the index stores it: its words line by line, then their other forms.

    Each line is between `LINE_START` and `LINE_END`, so that a query can match a whole title or its
    beginning. "" if the text has no word.
    """
    runs = f" {_LINE_BREAK} ".join(text.splitlines()).split()
    found = list(map(_runs(language).__getitem__, runs))
    written = " ".join(filter(None, map(itemgetter(0), found)))
    without_words = f"{LINE_START} {LINE_END}"
    lines = f"{LINE_START} {written} {LINE_END}" if written else without_words
    lines = lines.replace(f"{without_words} ", "").removesuffix(without_words).rstrip()
    return " ".join(filter(None, [lines, *map(itemgetter(1), found)]))


class _Runs(dict[str, tuple[str, str]]):
    """`_indexed_run` by the runs of texts in ``language`` as they are written. A look-up takes a
    tenth of the time of one in a cache that knows what was used last."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __missing__(self, run: str) -> tuple[str, str]:
        if len(self) >= MAX_RUNS:
            self.clear()
        is_break = run == _LINE_BREAK
        found = _BETWEEN_LINES if is_break else _indexed_run(_key(run), self.language)
        self[run] = found
        return found


_runs = lru_cache(4)(_Runs)


def _key(run: str) -> str:
    """``run`` without what makes no difference to `_indexed_run`, so that more runs are equal."""
    bare = run.strip(PUNCTUATION)
    return bare.lower() if bare.isascii() else bare


@lru_cache(50_000)
def _indexed_run(run: str, language: str) -> tuple[str, str]:
    """The words of a text without spaces, and their other forms.

    No compound contains a space, so a text is indexed run by run. Most runs are in the cache.
    """
    run_words, others = [], []
    for compound in compounds(run):
        run_words += [word.text for word in compound]
        wholes = [join_words(compound)] if len(compound) > 1 else []
        for form in [*(word.written for word in compound), *wholes]:
            others += sorted(other_forms(form, language))
        others += wholes
    return " ".join(run_words), " ".join(others)


def words_of(text: str, language: str) -> str:
    """The words by which the cleaned ``text``, a line, is found, and their other forms, in any
    order; separated by one or two spaces."""
    return " ".join(chain.from_iterable(map(_runs(language).__getitem__, text.split())))


def indexed_titles(text: str, language: str) -> str:
    """As `indexed`, with the other spellings of each title, which are lines of their own."""
    lines = text.splitlines()
    return indexed("\n".join([*lines, *chain(*map(other_spellings, lines))]), language)


def indexed_lines(index: str) -> list[str]:
    """The lines of a text in ``index``, which `indexed` made of it, without the other forms."""
    return [line.partition(LINE_END)[0].strip() for line in index.split(LINE_START)[1:]]


def recurring_words(index: str) -> str:
    """The words that the text in ``index``, which `indexed` made of it, has at least `RECURRENCES`
    times. Words of which it has different forms count by the form that they share."""
    counts = Counter(index.split())
    del counts[LINE_START], counts[LINE_END]
    return " ".join(word for word, count in counts.items() if count >= RECURRENCES)
