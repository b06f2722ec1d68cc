"""What reads as a curtain but is none to the parser: both its ends are damaged, so that neither
misses the other, and what should be hidden would be public without a word."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from unicodedata import normalize

from markdown_it.token import Token

CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters but tab and the ends of lines, and the separators that end a line in other
programs: never a line's end here."""

# Unicode's Default_Ignorable_Code_Point, and the marks of interlinear annotation.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_COLON = "[:\ufe13\ufe55\uff1a]"
# The > of such a line may be gone: the parser takes it for a quotation's.
_QUOTED = re.compile(f"^[{_INVISIBLE}]*+(?=[!\ufe57\uff01])", re.M)
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_INERT = "\0"
_OBJECT = "\ufffc"
# Where all the characters are that are compatible with ASCII ones.
_COMPATIBLE = (range(0x80, 0x3400), range(0xF900, 0x10000), range(0x1CC00, 0x1F200))
_NAMED_FENCE = re.compile(rf"(?<![:{_INERT}]):{{3,}}[^\S\n]*spoiler", re.I)

FENCE = rf"(?:[^\S\n]|[\u2800{_INVISIBLE}])*+{_COLON}(?:[{_INVISIBLE}]*+{_COLON}){{2}}"
"""A pattern: what a reader takes for the colons at a line's beginning."""


def _table() -> dict[int, str]:
    """What `folded` makes of one character. Whole texts are not normalised: that takes quadratic
    time where many accents follow each other."""
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
    """`text` as it looks: without what is invisible, and in plain characters where it can be,
    a quotation's sign before a line's first `!` included."""
    text = _QUOTED.sub(">", text)
    return text if text.isascii() else text.translate(_FOLDED)


def sights(folded_text: str) -> tuple[bool, int, int]:
    """Whether `::: spoiler` is seen, and where the first `>!` and the last `!<` are, -1 for none.

    Every mark that is one has been replaced, every escaped sign too: what is left only looks so.
    """
    named = ":::" in folded_text and bool(_NAMED_FENCE.search(folded_text))
    return named, folded_text.find(">!"), folded_text.rfind("!<")


def paired(opening: int, closing: int) -> bool:
    """Whether `!<` comes after `>!`. They do not share their `!`: that is a face."""
    return 0 <= opening <= closing - 2


def deceptive(source: str) -> bool:
    """Whether `source`, a label, a title or a line of code, reads as a curtain. What it holds of
    real marks is another's to see."""
    named, opening, closing = sights(folded(unescape(_ESCAPE.sub(_INERT, source))))
    return named or paired(opening, closing)


def visible(tokens: Iterable[Token], signs: str = ">!<:") -> Iterator[str]:
    """For each token of a stretch what is seen of it, before it is folded. One of `signs` that an
    author has escaped is inert, and code or a curtain is one strange character; an
    image begins with its `!`, which may have been half of a mark."""
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
    """The damaged marks of one field. A lone one is text; from the first `>!` to the last `!<`,
    wherever in the field, something may have been meant to be hidden."""

    def __init__(self) -> None:
        self._openings: list[tuple[int, int]] = []
        self._closings: list[tuple[int, int]] = []

    def add(self, line: int, opening: int, closing: int) -> None:
        """Take down what `sights` found in one stretch's part of `line`."""
        part = len(self._openings) + len(self._closings)
        both = paired(opening, closing)
        if opening >= 0:
            self._openings.append((line, part))
        if closing >= 0:
            # One that closes a part's own opening must count as another part's.
            self._closings.append((line, -1 if both else part))

    def lines(self) -> set[int]:
        """The lines of all that open something."""
        last = max((line for line, _ in self._closings), default=0)
        parts = {part for line, part in self._closings if line == last}
        return {
            line
            for line, part in self._openings
            if line < last or (line == last and parts - {part})
        }
