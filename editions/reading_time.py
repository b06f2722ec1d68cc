"""How long it takes to read a text."""

import re

WORDS_PER_MINUTE = 230
CHARACTERS_PER_MINUTE = 500
"""Of Chinese and Japanese, which have no spaces between words."""

LETTERS_PER_MINUTE = 1_150
"""Of Thai, Lao, Burmese and Khmer, which have none either: 230 words of five letters."""

# Punctuation is not counted: it takes no time in a text with spaces either. Korean has spaces.
_CHARACTERS = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff]"
)
# Vowel signs and tones above and below a letter are marks (category M), which \\w does not match.
_LETTERS = re.compile("(?=\\w)[\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1780-\u17d3]")


def reading_minutes(text: str) -> int:
    """The minutes that ``text`` takes to read, at least one."""
    words, characters, letters = _counts(text)
    minutes = (
        words / WORDS_PER_MINUTE + characters / CHARACTERS_PER_MINUTE + letters / LETTERS_PER_MINUTE
    )
    return max(1, round(minutes))


def count_words(text: str) -> int:
    """The words in ``text``. A Chinese or Japanese character counts as one, and so do five letters
    of a script without spaces."""
    words, characters, letters = _counts(text)
    return words + characters + round(letters * WORDS_PER_MINUTE / LETTERS_PER_MINUTE)


def _counts(text: str) -> tuple[int, int, int]:
    """Words between spaces, characters, and letters of scripts that have no spaces."""
    without_characters, characters = _CHARACTERS.subn(" ", text)
    words, letters = _LETTERS.subn(" ", without_characters)
    return sum(any(map(str.isalnum, word)) for word in words.split()), characters, letters
