"""Text folded for the index: what differs in case or accent alone is the same word."""

import unicodedata

SPACE = " "
STROKES = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d"}
"""Letters that Unicode does not take for a letter and its accent, and readers do."""

ACCENTED_BELOW = "\u0530"
"""Latin, Greek and Cyrillic: beyond them a mark is more than an accent."""


class _Folding(dict[int, str]):
    """A table for `str.translate`, filled as characters are met. One character for each."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(character: str) -> str:
    lower = character.lower()
    if len(lower) > 1:
        lower = lower[0]  # "İ" becomes an i and a dot.
    parts = unicodedata.normalize("NFKD", lower)
    if parts[0] < ACCENTED_BELOW and all(unicodedata.combining(mark) for mark in parts[1:]):
        lower = parts[0]
    lower = STROKES.get(lower, lower)
    return lower if unicodedata.category(lower)[0] in "LNM" else SPACE


_FOLDING = _Folding()


def clean(text: str) -> str:
    """``text`` composed (NFC), and without what nobody can read: controls, halves of characters."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        SPACE if unicodedata.category(character) in ("Cc", "Cs") else character
        for character in composed
    )


def fold(text: str) -> str:
    """Clean ``text`` in small letters without accents, everything between words a space.

    Character for character, so that a place in it is the same place in ``text``.
    """
    return text.translate(_FOLDING)
