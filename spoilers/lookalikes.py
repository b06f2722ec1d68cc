"""Text that looks like a curtain to readers, but not to the parser.

If both marks of a curtain are damaged, neither is reported as unclosed, and the text between them
would be public without a warning.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from unicodedata import normalize

from markdown_it.token import Token

CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters except tab and line ends, and the separators that end a line in other
programs. None of them ends a line here."""

# Unicode's Default_Ignorable_Code_Point, and the marks of interlinear annotation.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_COLON = "[:\ufe13\ufe55\uff1a]"
# The parser may have taken the > of such a line for the sign of a quotation.
_QUOTED = re.compile(f"^[{_INVISIBLE}]*+(?=[!\ufe57\uff01])", re.M)
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_INERT = "\0"
_OBJECT = "\ufffc"
# The ranges that hold all characters which are compatible with an ASCII character.
_COMPATIBLE = (range(0x80, 0x3400), range(0xF900, 0x10000), range(0x1CC00, 0x1F200))
_NAMED_FENCE = re.compile(rf"(?<![:{_INERT}]):{{3,}}[^\S\n]*spoiler", re.I)

FENCE = rf"(?>(?:[^\S\n]|[\u2800{_INVISIBLE}])*){_COLON}(?:[{_INVISIBLE}]*+{_COLON}){{2}}"
"""A pattern for what readers take for three colons at the beginning of a line."""


def _table() -> dict[int, str]:
    """The replacement of each character that `folded` changes. Normalising whole texts would take
    quadratic time if many accents follow each other."""
    table = {
        code: plain
        for code in chain(*_COMPATIBLE, range(0x1FBF0, 0x1FBFA))
        if (plain := normalize("NFKC", chr(code))).isascii()
    }
    invisible = re.compile(f"[{_INVISIBLE}]")
    codes = chain(range(0x80, 0x10000), range(0x1BCA0, 0x1BCA4), range(0x1D173, 0x1D17B))
    codes = chain(codes, range(0xE0000, 0xE1000))
    return table | {code: "" for code in codes if invisible.match(chr(code))}


_FOLDED = _table()


def folded(text: str) -> str:
    """`text` as readers see it: without invisible characters, and with the ASCII character for each
    compatible one. A line that begins with `!` gets the `>` that the parser may have taken away."""
    text = _QUOTED.sub(">", text)
    return text if text.isascii() else text.translate(_FOLDED)


def find_marks(folded_text: str) -> tuple[bool, int, int]:
    """Whether `::: spoiler` is in `folded_text`, and the positions of the first `>!` and the last
    `!<`, -1 for none.

    Real marks and escaped characters have been replaced before, so these only look like marks.
    """
    named = ":::" in folded_text and bool(_NAMED_FENCE.search(folded_text))
    return named, folded_text.find(">!"), folded_text.rfind("!<")


def paired(opening: int, closing: int) -> bool:
    """Whether `!<` comes after `>!`. In `>!<` they share the `!`: that is an emoticon."""
    return 0 <= opening <= closing - 2


def deceptive(source: str) -> bool:
    """Whether `source`, a label, a title or a line of code, looks like a curtain. The caller checks
    for real marks."""
    named, opening, closing = find_marks(folded(unescape(_ESCAPE.sub(_INERT, source))))
    return named or paired(opening, closing)


def visible(tokens: Iterable[Token], signs: str = ">!<:") -> Iterator[str]:
    """The visible text of each token of a segment, not folded yet.

    One of `signs` that the author has escaped becomes NUL, code or a curtain becomes U+FFFC. An
    image begins with its `!`, which may be meant as half of a mark.
    """
    for token in tokens:
        if token.type == "text_special" and token.info == "escape":
            yield _INERT if token.content in signs else token.content
        elif token.type in {"text", "text_special"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type == "image":
            yield "!" + "".join(visible(token.children or (), signs))
        else:
            yield "" if token.nesting else _OBJECT


class Lookalikes:
    """The damaged marks of one text.

    A `>!` or `!<` alone is ordinary text. But if a `!<` follows a `>!` anywhere in the text, what
    is between them may be meant to be hidden.
    """

    def __init__(self) -> None:
        self._openings: list[tuple[int, int]] = []
        self._closings: list[tuple[int, int]] = []

    def add(self, line: int, opening: int, closing: int) -> None:
        """Record what `find_marks` found in the part of `line` that is in one segment."""
        part = len(self._openings) + len(self._closings)
        both = paired(opening, closing)
        if opening >= 0:
            self._openings.append((line, part))
        if closing >= 0:
            # One that closes an opening of its own part counts as one of another part.
            self._closings.append((line, -1 if both else part))

    def lines(self) -> set[int]:
        """The lines of all openings that a closing follows."""
        last = max((line for line, _ in self._closings), default=0)
        parts = {part for line, part in self._closings if line == last}
        return {
            line
            for line, part in self._openings
            if line < last or (line == last and parts - {part})
        }
