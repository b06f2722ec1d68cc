"""Other ways to type a title: "8 1/2" for 8½, "Alien 3" for Alien³, "Rocky 2" for Rocky II, "Dune
part 2" for Dune: Part Two.

The index has these beside the title, and shows none of them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, product, zip_longest

from films.folding import clean

MAX_SPELLINGS = 16
"""Of one title, the title itself not counted."""

ROMAN_NUMERALS = {
    f"{tens}{ones}": str(10 * len(tens) + number)
    for tens in ("", "X")
    for number, ones in enumerate(["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"])
    if tens or number > 1
}
"""Without I, which is a word."""

_NUMERALS = {number: numeral for numeral, number in ROMAN_NUMERALS.items()}

_ENGLISH = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
_GERMAN = """
null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
sechzehn siebzehn achtzehn neunzehn zwanzig
"""
NUMBER_WORDS = (_ENGLISH, _GERMAN)
"""From 0, in the languages of the interface."""

_VALUES = {word: str(value) for words in NUMBER_WORDS for value, word in enumerate(words.split())}

LETTERS_OF_DIGITS = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "vt", "8": "b"}
"""Letters that a digit inside a word replaces: Se7en, M3GAN, Fant4stic."""

WORDS_OF_SIGNS = {"&": ["and", "und"], "+": ["and", "plus", "und"], "π": ["pi"]}
"""Signs that are also typed as words, in the languages of the interface."""

# Not the first word ("X", "12 Monkeys"), no time and no fraction.
_NUMBER = re.compile(r"(?<=\s)(?:[IVX]{1,5}|\d{1,2})(?=$|[\s:,;!?–—-])")
_SMALL_NUMBER = re.compile(r"(?<![\w.,:/])\d{1,2}(?![\w/]|[.,:]\d)")
_NUMBER_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(_VALUES)})(?!\w)", re.I)
_THOUSANDS = re.compile(r"(?<=\d)[.,\s’'](?=\d{3}(?!\d))")
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_NUMBER_AND_UNIT = re.compile(r"(?<!\w)(\d+)(?=[^\W\d_])|(?<=[^\W\d_])(?<!\d)(\d+)(?!\w)")
_SPACE_BEFORE_NUMBER = re.compile(r"(?<=[A-Z]{2}) (?=\d{2,4}(?!\w))")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[0134578](?=[^\W\d_])")


def other_spellings(title: str) -> list[str]:
    """How the cleaned ``title``, one line, can be typed otherwise. At most `MAX_SPELLINGS`."""
    found = [title]
    for rewritten in (
        _plain_numbers,
        _other_numerals,
        _number_words,
        _letters_for_digits,
        _words_for_signs,
        _other_spaces,
    ):
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


def _number_words(title: str) -> Iterator[str]:
    """Digits for the words of numbers up to 20, and words for such numbers."""
    if _NUMBER_WORD.search(title):
        yield _NUMBER_WORD.sub(lambda word: _VALUES[word[0].lower()], title)
    elif _SMALL_NUMBER.search(title):
        for language in NUMBER_WORDS:
            words = dict(zip(map(str, range(21)), language.split(), strict=True))
            written = _SMALL_NUMBER.sub(partial(_replaced, words), title)
            if written != title:
                yield written


def _other_spaces(title: str) -> Iterator[str]:
    """ "20,000" without the comma, "Face/Off" without the slash, and "8MM" and "THX 1138" with and
    without the space."""
    if _THOUSANDS.search(title):
        yield _THOUSANDS.sub("", title)
    if _SLASH.search(title):
        yield _SLASH.sub("", title)
    if _NUMBER_AND_UNIT.search(title):
        yield _NUMBER_AND_UNIT.sub(lambda number: f" {number[0]} ", title).strip()
    if _SPACE_BEFORE_NUMBER.search(title):
        yield _SPACE_BEFORE_NUMBER.sub("", title)


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
