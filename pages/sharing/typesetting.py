"""Text in an image: fonts in order of preference, the width of a text, and line breaks."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from PIL import ImageDraw, ImageFont, features

from pages.sharing.glyphs import has_glyph, load_font

ELLIPSIS = "…"
RIGHT_TO_LEFT = {"R", "AL"}
"""Bidirectional classes of Unicode."""

_NUMBER = re.compile(r"\d+(?:[.,:/+-]\d+)*")


@dataclass(frozen=True, slots=True)
class FontStack:
    """Font files in order of preference, in one size in pixels."""

    files: tuple[str, ...]
    size: int

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str, str | None]]:
        """``text`` in pieces of one font and direction each, from left to right.

        The direction is that of Pillow: "ltr" or "rtl", or None without the library for it.
        """
        starts_at_right = is_right_to_left(text)
        for is_rtl, segment in _ordered(segments(text, starts_at_right), starts_at_right):
            for file, run in _ordered(self._pieces(segment), is_rtl):
                yield load_font(file, self.size), run, _pillow_direction(is_rtl)

    def _pieces(self, text: str) -> list[tuple[str, str]]:
        """``text`` in pieces of one font file each. A letter and its marks are in one font, if
        there is one that has them all."""
        files: list[str] = []
        for letter in letters(text):
            file = self._file(letter)
            files += [file] * len(letter) if file else map(self._file_or_first, letter)
        pairs = zip(files, text, strict=True)
        return [
            (file, "".join(character for _file, character in run))
            for file, run in groupby(pairs, key=lambda pair: pair[0])
        ]

    def _file(self, characters: str) -> str | None:
        """The first file that has all of ``characters``."""
        return next(
            (file for file in self.files if all(has_glyph(file, each) for each in characters)), None
        )

    def _file_or_first(self, character: str) -> str:
        return self._file(character) or self.files[0]

    def width(self, text: str) -> float:
        """The width of ``text`` on one line, in pixels."""
        return _width(self, text)

    def draw(
        self, canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: Any
    ) -> None:
        """Draw ``text`` on one line. ``at`` is the left end of its baseline."""
        x, y = at
        for font, run, direction in self.runs(text):
            canvas.text((x, y), run, font=font, fill=fill, anchor="ls", direction=direction)
            x += font.getlength(run, direction=direction)


# Breaking lines measures the same pieces and lines again and again.
@lru_cache(maxsize=4096)
def _width(stack: FontStack, text: str) -> float:
    return sum(
        font.getlength(run, direction=direction) for font, run, direction in stack.runs(text)
    )


def letters(text: str) -> list[str]:
    """The characters of ``text``, each with the marks that combine with it."""
    found: list[str] = []
    for character in text:
        if found and _is_mark(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of ``text`` that has a direction is right-to-left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    strong = (direction for direction in directions if direction in {"L", *RIGHT_TO_LEFT})
    return next(strong, "L") in RIGHT_TO_LEFT


def segments(text: str, starts_at_right: bool) -> list[tuple[bool, str]]:
    """``text`` in pieces of one direction each, and whether that is right-to-left.

    What has no direction, such as spaces and punctuation, has that of the letters on both sides;
    between different ones, and at the ends, that of the whole text. Numbers are left-to-right, but
    what is beside them counts them to the letters before them. This is the bidirectional algorithm
    of Unicode for titles and names, without its nested levels. (A font alone would apply it, but a
    line may need several fonts.)
    """
    directions = [_direction(character) for character in text]
    beside: list[bool | None] = list(directions)
    for number in _NUMBER.finditer(text):
        start, stop = number.span()
        letters = [found for found in beside[:start] if found is not None]
        directions[start:stop] = [False] * (stop - start)
        beside[start:stop] = [letters[-1] if letters else starts_at_right] * (stop - start)
    for start, stop in _stretches_of_none(directions):
        before = beside[start - 1] if start else starts_at_right
        after = beside[stop] if stop < len(beside) else starts_at_right
        directions[start:stop] = [before if before == after else starts_at_right] * (stop - start)
    pairs = zip(directions, text, strict=True)
    return [
        (bool(is_rtl), "".join(character for _direction, character in run))
        for is_rtl, run in groupby(pairs, key=lambda pair: pair[0])
    ]


def _direction(letter: str) -> bool | None:
    """Whether ``letter`` is right-to-left; None if it is no letter."""
    found = unicodedata.bidirectional(letter)
    if found in RIGHT_TO_LEFT:
        return True
    return False if found == "L" else None


def _stretches_of_none(values: list[bool | None]) -> Iterator[tuple[int, int]]:
    """The beginning and the end of each stretch of None in ``values``."""
    position = 0
    for is_none, run in groupby(list(values), key=lambda value: value is None):
        length = len(list(run))
        if is_none:
            yield position, position + length
        position += length


def _ordered(items: list[Any], reverse: bool) -> list[Any]:
    return items[::-1] if reverse else items


@lru_cache
def _can_set_direction() -> bool:
    return bool(features.check("raqm"))


def _pillow_direction(is_rtl: bool) -> str | None:
    if not _can_set_direction():
        return None
    return "rtl" if is_rtl else "ltr"


def breakable_pieces(text: str) -> list[str]:
    """The pieces of ``text`` after each of which a line may end.

    They are words with the space after them. East Asian text may also break between characters, but
    not before closing punctuation.
    """
    pieces = []
    for word in text.split():
        piece = ""
        for character in word:
            if piece and _is_wide(piece[-1], character) and not _is_closing(character):
                pieces.append(piece)
                piece = ""
            piece += character
        pieces.append(f"{piece} ")
    return pieces


def _is_wide(*characters: str) -> bool:
    return any(unicodedata.east_asian_width(character) in "WF" for character in characters)


def _is_closing(character: str) -> bool:
    return unicodedata.category(character) in {"Po", "Pe", "Pf"}


@dataclass(frozen=True, slots=True)
class MeasuredText:
    """A text in `breakable_pieces`, each with two widths in pixels: with the space after it, and
    without that space, as at the end of a line."""

    stack: FontStack
    pieces: tuple[tuple[str, float, float], ...]

    @classmethod
    def of(cls, text: str, stack: FontStack) -> "MeasuredText":
        return cls(
            stack,
            tuple(
                (piece, stack.width(piece), stack.width(piece.rstrip()))
                for piece in breakable_pieces(text)
            ),
        )

    @property
    def widest(self) -> float:
        """The width of the widest piece."""
        return max((at_end for _piece, _width, at_end in self.pieces), default=0)

    def wrap(self, width: float) -> list[str]:
        """Lines of at most ``width`` pixels. A word that is wider than that is broken."""
        lines, line, filled = [], "", 0.0
        for piece, own, at_end in self.pieces:
            # The sum of the widths ignores kerning between pieces: the exact width decides.
            if line and filled + at_end > width and not self._fits(line + piece, width):
                lines.append(line.strip())
                line, filled = "", 0.0
            line, filled, ended = line + piece, filled + own, filled + at_end
            while ended > width and len(line) > 1 and not self._fits(line, width):
                head = max(1, self._fitting_length(line, width))
                lines.append(line[:head].strip())
                line = line[head:]
                filled, ended = self.stack.width(line), self.stack.width(line.rstrip())
        return [*lines, line.strip()] if line.strip() else lines

    def balanced(self, width: float) -> list[str]:
        """As many lines as `wrap` makes, of lengths as even as possible."""
        count = len(self.wrap(width))
        slack = int(max(0, width - self.widest))
        spare = _largest(slack, lambda cut: len(self.wrap(width - cut)) <= count)
        return self.wrap(width - spare)

    def _fits(self, line: str, width: float) -> bool:
        return self.stack.width(line.rstrip()) <= width

    def _fitting_length(self, line: str, width: float) -> int:
        """The number of leading characters of ``line`` that fit into ``width``, letters with
        their marks."""
        count = _largest(len(line), lambda count: self.stack.width(line[:count]) <= width)
        while 0 < count < len(line) and _is_mark(line[count]):
            count -= 1
        return count


def _largest(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to ``limit`` for which ``fits`` is true, by bisection; at least 0."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def shorten(lines: list[str], count: int, stack: FontStack, width: float) -> list[str]:
    """The first ``count`` of ``lines``; an ellipsis ends the last one if lines are left out."""
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    while last and stack.width(last.rstrip() + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: count - 1], last.rstrip(" ,;:–—-") + ELLIPSIS]
