"""Which `*`, `_` and `~` may begin or end emphasis, also in scripts without spaces between words.

CommonMark decides by spaces and punctuation: in `a**(b)**c`, no asterisk begins emphasis, because a
word stands before it and punctuation after it. Chinese and Japanese have no spaces between words,
and Korean joins particles to a word, so that this is their usual case. The rules here are the
amendments of markdown-cjk-friendly (https://github.com/tats-u/markdown-cjk-friendly): punctuation
of these scripts counts as a letter, and beside a character of these scripts the side of
punctuation does not matter. The latter holds for Thai, Lao, Burmese, Khmer and Tibetan, too. All
other text is read as CommonMark says.
"""

import re
import unicodedata
from typing import NamedTuple

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Scanned

_VARIATION_SELECTORS = [(0xFE00, 0xFE0F), (0xE0100, 0xE01EF)]


_UNSPACED = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff]")


class _Side(NamedTuple):
    """What a character beside a run of delimiters is. The ends of a text are spaces."""

    is_space: bool
    is_punctuation: bool
    is_cjk: bool
    is_unspaced: bool
    """Whether it belongs to a script that puts no spaces between words, or to Korean."""

    @property
    def is_other_punctuation(self) -> bool:
        """Whether it is punctuation that is not Chinese, Japanese or Korean."""
        return self.is_punctuation and not self.is_cjk

    @property
    def separates(self) -> bool:
        """Whether emphasis may begin or end here although there is punctuation on its inside."""
        return self.is_space or self.is_punctuation or self.is_unspaced


def scan_delimiters(text: str, start: int, end: int, *, inside_words: bool) -> Scanned:
    """The run of delimiters at ``start`` of ``text[:end]``: whether it may open, and may close.

    ``inside_words``: whether the delimiter may also stand inside a word, as `*` but not `_` may.
    """
    after = start
    while after < end and text[after] == text[start]:
        after += 1
    last = _side(_before(text, start))
    next_ = _side(text[after] if after < end else " ")
    left_flanking = not next_.is_space and (not next_.is_other_punctuation or last.separates)
    right_flanking = not last.is_space and (not last.is_other_punctuation or next_.separates)
    return Scanned(
        left_flanking and (inside_words or not right_flanking or last.is_punctuation),
        right_flanking and (inside_words or not left_flanking or next_.is_punctuation),
        after - start,
    )


def _before(text: str, position: int) -> str:
    """The character before ``position``, without the selector of its variant."""
    while position > 0:
        position -= 1
        code = ord(text[position])
        if not any(first <= code <= last for first, last in _VARIATION_SELECTORS):
            return text[position]
    return " "


def _side(character: str) -> _Side:
    in_cjk = is_cjk(character)
    return _Side(
        isWhiteSpace(ord(character)),
        isMdAsciiPunct(ord(character)) or isPunctChar(character),
        in_cjk,
        in_cjk or bool(_UNSPACED.match(character)),
    )


def is_cjk(character: str) -> bool:
    """Whether ``character`` is Chinese, Japanese or Korean: a letter or punctuation, no emoji."""
    return (
        unicodedata.east_asian_width(character) in ("W", "F", "H")
        and unicodedata.category(character) != "So"
    )
