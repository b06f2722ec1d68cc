"""Case and accent folding for search and sorting: texts that differ only in these fold alike."""

import re
import unicodedata
from functools import lru_cache

SPACE = " "
STROKES = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d"}
"""Letters with a stroke, which Unicode does not decompose into a letter and an accent."""

LIGATURES = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ĳ": "ij"}
)
"""Characters that stand for two letters. `fold` keeps them, so that positions stay the same."""

ACCENTED_BELOW = "\u0530"
"""Combining marks are removed from letters below this character: Latin, Greek and Cyrillic.

In other scripts a combining mark is more than an accent."""


class _Folding(dict[int, str]):
    """A table for `str.translate` that computes entries on demand. One character for each."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(character: str) -> str:
    lower = character.lower()
    if len(lower) > 1:
        lower = lower[0]  # "İ" lowers to "i" and a combining dot.
    parts = unicodedata.normalize("NFKD", lower)
    if parts[0] < ACCENTED_BELOW and all(unicodedata.combining(mark) for mark in parts[1:]):
        lower = parts[0]
    lower = STROKES.get(lower, lower)
    return lower if unicodedata.category(lower)[0] in "LNM" else SPACE


_FOLDING = _Folding()

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""The general categories Cc and Cs."""


_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width characters and signs of direction."""

_ACCENTS = re.compile("[\u0300-\u036f]")
"""After NFC only those that no composed character has, such as in "m\N{COMBINING TILDE}"."""


def clean(text: str) -> str:
    """``text`` in NFC, with a space for each control character and each lone surrogate."""
    return _CONTROLS.sub(SPACE, unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """Cleaned ``text`` in lower case without accents; a space for each character that is neither
    letter, number nor mark.

    The result has the length of ``text``, so that an index in one is an index in the other.
    """
    return text.translate(_FOLDING)


# Lists fold the same names and labels for every page.
@lru_cache(maxsize=2_000)
def folded_words(text: str) -> str:
    """The words of ``text``, folded, with one space between them; for keys that are compared.

    Unlike that of `fold`, the result may be shorter or longer: a ligature becomes two letters, and
    characters that nobody sees are left out.
    """
    folded = fold(_UNSEEN.sub("", clean(text))).translate(LIGATURES)
    return " ".join(_ACCENTS.sub("", folded).split())
