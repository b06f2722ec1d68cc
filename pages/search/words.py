"""Text taken apart into the words that the index holds, and the other forms each is found by.

Both databases are given these words, so that what one finds the other finds (decision 23).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import snowballstemmer

from pages.folding import fold

EDGE = "‖"
"""A word of the index that no text has: at the edges of each line of a field."""

LONGEST = 200
"""Characters of a word: no question is longer, and PostgreSQL takes 2,046 bytes."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Of scripts written without spaces (or, as Korean, with what belongs to a word run on to it) every
character is a word, and what is looked for is a run of them."""

JOINTS = "-‐‑'’.*·"
"""What stands inside a word: "Spider-Man" is found as "spiderman", "M*A*S*H" as "mash"."""

_WORD = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")
_LIGATURES = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ĳ": "ij"}
)
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
"""By the first part of a language tag. Words of any other are found as they are."""

_STEMMING = Lock()  # A stemmer keeps the word that it is at in itself.


class Word(NamedTuple):
    """``text`` is what is indexed; ``written`` stands in the text from ``start`` to ``stop``."""

    text: str
    written: str
    start: int
    stop: int


def words(text: str) -> Iterator[Word]:
    """The words of clean ``text``, in their order."""
    for match in _WORD.finditer(fold(text)):
        start, stop = match.span()
        yield Word(match[0].translate(_LIGATURES)[:LONGEST], text[start:stop], start, stop)


def runs(text: str) -> Iterator[list[Word]]:
    """The words of clean ``text``, those together that nothing but `JOINTS` keeps apart."""
    run: list[Word] = []
    for word in words(text):
        joint = text[run[-1].stop : word.start] if run else ""
        if run and (not joint or joint.strip(JOINTS)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def joined(run: list[Word]) -> str:
    """The words of ``run`` as one."""
    return "".join(word.text for word in run)[:LONGEST]


@lru_cache(20_000)
def forms(written: str, language: str) -> frozenset[str]:
    """What else a word is found by: its stem in ``language`` (a tag), its umlauts spelled out.

    The stem with the accents that were typed, and without: "häuser" is typed "hauser" as well.
    """
    lower = unicodedata.normalize("NFC", written.lower())
    word = fold(lower).translate(_LIGATURES)
    found = {fold(lower.translate(_UMLAUTS))}
    stemmer = _stemmer(language.partition("-")[0].lower())
    if stemmer is not None:
        with _STEMMING:
            found |= {fold(stemmer.stemWord(lower)), fold(stemmer.stemWord(word))}
    spelled = {form.translate(_LIGATURES)[:LONGEST] for form in found if form.strip()}
    return frozenset(spelled - {word[:LONGEST]})


@lru_cache
def _stemmer(language: str) -> Any:
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


def indexed(text: str, language: str) -> str:
    """What the index holds of clean ``text``: its words line by line, then their other forms.

    Between `EDGE` each line, so that a whole title is a phrase too; nothing of what has no word.
    """
    lines, others = [EDGE], []
    for line in text.splitlines():
        for run in runs(line):
            lines += [word.text for word in run]
            wholes = [joined(run)] if len(run) > 1 else []
            for form in [*(word.written for word in run), *wholes]:
                others += sorted(forms(form, language))
            others += wholes
        if lines[-1] != EDGE:
            lines.append(EDGE)
    return " ".join([*lines, *others]) if len(lines) > 1 else ""


def lines(index: str) -> list[str]:
    """The lines of a text, as `indexed` made ``index`` of it."""
    return [line.strip() for line in index.split(EDGE)[1:-1]]
