"""Other ways to type a title: "8 1/2" for 8½, "Alien 3" for Alien³, "Rocky 2" for Rocky II.

The index has these beside the title, and shows none of them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, product, zip_longest

from films.folding import clean

MAX_SPELLINGS = 12
"""Of one title, the title itself not counted."""

ROMAN_NUMERALS = {
    f"{tens}{ones}": str(10 * len(tens) + number)
    for tens in ("", "X")
    for number, ones in enumerate(["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"])
    if tens or number > 1
}
"""Without I, which is a word."""

_NUMERALS = {number: numeral for numeral, number in ROMAN_NUMERALS.items()}

LETTERS_OF_DIGITS = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "vt", "8": "b"}
"""Letters that a digit inside a word replaces: Se7en, M3GAN, Fant4stic."""

WORDS_OF_SIGNS = {"&": ["and", "und"], "+": ["and", "plus", "und"], "π": ["pi"]}
"""Signs that are also typed as words, in the languages of the interface."""

# Not the first word ("X", "12 Monkeys"), no time and no fraction.
_NUMBER = re.compile(r"(?<=\s)(?:[IVX]{1,5}|\d{1,2})(?=$|[\s:,;!?–—-])")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[0134578](?=[^\W\d_])")


def other_spellings(title: str) -> list[str]:
    """How the cleaned ``title``, one line, can be typed otherwise. At most `MAX_SPELLINGS`."""
    found = [title]
    for rewritten in (_plain_numbers, _other_numerals, _letters_for_digits, _words_for_signs):
        found += [new for old in found[:MAX_SPELLINGS] for new in rewritten(old)]
    return [*dict.fromkeys(each for each in found if each != title)][:MAX_SPELLINGS]


def _plain_numbers(title: str) -> Iterator[str]:
    """½ and ² as digits. A raised digit is typed as a word ("Alien 3") and without a space."""
    signs = [sign for sign in title if unicodedata.category(sign) == "No"]
    plain = {ord(sign): unicodedata.normalize("NFKD", sign).replace("⁄", "/") for sign in signs}
    if not any(chr(code) != digits for code, digits in plain.items()):
        return
    yield title.translate({code: f" {digits}" for code, digits in plain.items()}).strip()
    raised = "".join(_without_brackets(title)).translate(plain)
    if all(digits.isdigit() for digits in plain.values()):
        yield raised


def _without_brackets(title: str) -> Iterator[str]:
    """The characters of ``title`` without brackets right before a number: [REC]² is "REC²"."""
    for position, sign in enumerate(title):
        before_number = unicodedata.category(title[position + 1 : position + 2] or " ") == "No"
        if not (before_number and unicodedata.category(sign) == "Pe"):
            yield sign


def _other_numerals(title: str) -> Iterator[str]:
    for table in (ROMAN_NUMERALS, _NUMERALS):
        rewritten = _NUMBER.sub(partial(_replaced, table), title)
        if rewritten != title:
            yield rewritten


def _replaced(table: Mapping[str, str], word: re.Match[str]) -> str:
    return table.get(word[0], word[0])


def _letters_for_digits(title: str) -> Iterator[str]:
    digits = _DIGIT_IN_WORD.findall(title)
    if not 0 < len(digits) <= 3:
        return
    between = _DIGIT_IN_WORD.split(title)
    for letters in product(*(LETTERS_OF_DIGITS[digit] for digit in digits)):
        yield "".join(chain(*zip_longest(between, letters, fillvalue="")))


def _words_for_signs(title: str) -> Iterator[str]:
    for sign, words in WORDS_OF_SIGNS.items():
        if sign in title.lower():
            for word in words:
                yield clean(" ".join(title.lower().replace(sign, f" {word} ").split()))
