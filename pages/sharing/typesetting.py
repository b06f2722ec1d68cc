"""Text in an image: fonts in order of preference, the width of a text, and line breaks."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from PIL import ImageDraw, ImageFont

from pages.sharing.glyphs import has_glyph, load_font

ELLIPSIS = "…"
RIGHT_TO_LEFT = {"R", "AL"}
"""Bidirectional classes of Unicode."""


@dataclass(frozen=True, slots=True)
class FontStack:
    """Font files in order of preference, in one size in pixels."""

    files: tuple[str, ...]
    size: int

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """``text`` in pieces of one font each.

        Right-to-left text is one piece in the font of its first letter, because it is shaped and
        reordered as a whole.
        """
        if is_right_to_left(text):
            letter = next(c for c in text if unicodedata.bidirectional(c) in RIGHT_TO_LEFT)
            yield load_font(self._file(letter), self.size), text
            return
        for file, run in groupby(text, key=self._file):
            yield load_font(file, self.size), "".join(run)

    def _file(self, character: str) -> str:
        return next((file for file in self.files if has_glyph(file, character)), self.files[0])

    def width(self, text: str) -> float:
        """The width of ``text`` on one line, in pixels."""
        return _width(self, text)

    def draw(
        self, canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: Any
    ) -> None:
        """Draw ``text`` on one line. ``at`` is the left end of its baseline."""
        x, y = at
        for font, run in self.runs(text):
            canvas.text((x, y), run, font=font, fill=fill, anchor="ls")
            x += font.getlength(run)


# Breaking lines measures the same pieces and lines again and again.
@lru_cache(maxsize=4096)
def _width(stack: FontStack, text: str) -> float:
    return sum(font.getlength(run) for font, run in stack.runs(text))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of ``text`` that has a direction is right-to-left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    strong = (direction for direction in directions if direction in {"L", *RIGHT_TO_LEFT})
    return next(strong, "L") in RIGHT_TO_LEFT


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
        """The number of leading characters of ``line`` that fit into ``width``."""
        return _largest(len(line), lambda count: self.stack.width(line[:count]) <= width)


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
