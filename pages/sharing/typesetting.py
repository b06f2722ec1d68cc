"""Setting text in a picture: faces, what they lack, lines that fit.

The site's own faces hold Latin. What they lack is set in a font of the machine that has it, as
fontconfig finds it; what nothing has is left out, since an empty box says less than nothing.
"""

import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from PIL import ImageDraw, ImageFont

ELLIPSIS = "…"
RIGHT_TO_LEFT = {"R", "AL"}

SCRIPTS = ("latin", "polish", "czech", "turkish", "latin-ext")
"""Into which static/fonts/ is cut: the Latin of every page first."""
DISPLAY = tuple(f"display-{script}" for script in SCRIPTS)
ITALIC = tuple(f"text-italic-{script}" for script in SCRIPTS)


@lru_cache(maxsize=256)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@lru_cache
def own_file(name: str) -> str:
    file = finders.find(f"fonts/{name}.woff2")
    assert isinstance(file, str), f"static/fonts/{name}.woff2 is missing"
    return file


@lru_cache(maxsize=4096)
def has(file: str, character: str) -> bool:
    """Whether the font has a glyph: what it lacks, it draws as its .notdef."""
    if character.isspace():
        return True
    font = ImageFont.truetype(file, 32, layout_engine=ImageFont.Layout.BASIC)
    glyph, notdef = font.getmask(character), font.getmask("\U0010ffff")
    return (glyph.size, bytes(glyph)) != (notdef.size, bytes(notdef))


@lru_cache(maxsize=1024)
def files_for(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The font files in which ``text`` is set: the site's own, then one or more of the machine.

    Asked once for a whole text, so that all that the site's fonts lack is of one look.
    """
    files = tuple(own_file(name) for name in names)
    lacking = _lacking(files, text)
    if lacking:
        files += _machine_file(lacking)
    for character in _lacking(files, text):
        files += _machine_file(character)
    return files


def _lacking(files: tuple[str, ...], text: str) -> str:
    """The characters of ``text`` that none of ``files`` has, each once."""
    return "".join(c for c in sorted(set(text)) if not any(has(file, c) for file in files))


@lru_cache(maxsize=1024)
def _machine_file(characters: str) -> tuple[str, ...]:
    """A font of this machine with ``characters``, a serif if there is one; none without."""
    charset = " ".join(f"{ord(character):x}" for character in characters)
    command = ["fc-match", "--format=%{file}", f"serif:charset={charset}"]
    try:
        answer = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    file = answer.stdout.strip()
    # fontconfig answers with its best guess also where no font has them.
    has_any = Path(file).is_file() and any(has(file, character) for character in characters)
    return (file,) if has_any else ()


def settable(text: str, names: tuple[str, ...]) -> str:
    """``text`` on one line, without the signs that no font has; "" if it is letters."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    lacking = _lacking(files_for(names, composed), composed)
    if any(character.isalnum() for character in lacking):
        return ""
    return " ".join(composed.translate(dict.fromkeys(map(ord, lacking))).split())


@dataclass(frozen=True, slots=True)
class Face:
    """Font files in one size, in the order of preference."""

    files: tuple[str, ...]
    size: int

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """``text`` in pieces of one font each. Text from right to left is one piece, in the font
        of its letters: it is shaped and turned around as a whole."""
        if reads_from_the_right(text):
            letter = next(c for c in text if unicodedata.bidirectional(c) in RIGHT_TO_LEFT)
            yield _font(self._file(letter), self.size), text
            return
        for file, run in groupby(text, key=self._file):
            yield _font(file, self.size), "".join(run)

    def _file(self, character: str) -> str:
        return next((file for file in self.files if has(file, character)), self.files[0])

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self.runs(text))

    def draw(self, on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: Any) -> None:
        """One line, its baseline beginning ``at``."""
        x, y = at
        for font, run in self.runs(text):
            on.text((x, y), run, font=font, fill=fill, anchor="ls")
            x += font.getlength(run)


def reads_from_the_right(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    strong = (direction for direction in directions if direction in {"L", *RIGHT_TO_LEFT})
    return next(strong, "L") in RIGHT_TO_LEFT


def breakable(text: str) -> list[str]:
    """The pieces between which a line may end; scripts without spaces break anywhere."""
    pieces = []
    for word in text.split():
        piece = ""
        for character in word:
            if piece and _is_wide(piece[-1], character) and not _closes(character):
                pieces.append(piece)
                piece = ""
            piece += character
        pieces.append(f"{piece} ")
    return pieces


def _is_wide(*characters: str) -> bool:
    return any(unicodedata.east_asian_width(character) in "WF" for character in characters)


def _closes(character: str) -> bool:
    return unicodedata.category(character) in {"Po", "Pe", "Pf"}


@dataclass(frozen=True, slots=True)
class Measured:
    """A text in pieces, each with its widths in ``face``: as it stands, and at a line's end, where
    the space after it does not count."""

    face: Face
    pieces: tuple[tuple[str, float, float], ...]

    @classmethod
    def of(cls, text: str, face: Face) -> "Measured":
        return cls(
            face,
            tuple(
                (piece, face.width(piece), face.width(piece.rstrip())) for piece in breakable(text)
            ),
        )

    @property
    def widest(self) -> float:
        """The width in which no word has to be broken."""
        return max((at_end for _piece, _width, at_end in self.pieces), default=0)

    def wrap(self, width: float) -> list[str]:
        """Lines of at most ``width``, words broken where they are wider than that."""
        lines, line, filled = [], "", 0.0
        for piece, own, at_end in self.pieces:
            # The sum leaves out the kerning between words: near the edge it is measured.
            if line and filled + at_end > width and not self._fits(line + piece, width):
                lines.append(line.strip())
                line, filled = "", 0.0
            line, filled, ended = line + piece, filled + own, filled + at_end
            while ended > width and len(line) > 1 and not self._fits(line, width):
                head = max(1, self._head(line, width))
                lines.append(line[:head].strip())
                line = line[head:]
                filled, ended = self.face.width(line), self.face.width(line.rstrip())
        return [*lines, line.strip()] if line.strip() else lines

    def balanced(self, width: float) -> list[str]:
        """As `wrap`, in no more lines, but of lengths as even as that allows."""
        count = len(self.wrap(width))
        slack = int(max(0, width - self.widest))
        spare = _longest(slack, lambda cut: len(self.wrap(width - cut)) <= count)
        return self.wrap(width - spare)

    def _fits(self, line: str, width: float) -> bool:
        return self.face.width(line.rstrip()) <= width

    def _head(self, line: str, width: float) -> int:
        """How many of the first characters of ``line`` fit."""
        return _longest(len(line), lambda count: self.face.width(line[:count]) <= width)


def _longest(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to ``limit`` that ``fits``; 0 if none does."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def shortened(lines: list[str], count: int, face: Face, width: float) -> list[str]:
    """The first ``count`` of ``lines``, with an ellipsis where some are cut off."""
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    while last and face.width(last.rstrip() + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: count - 1], last.rstrip(" ,;:–—-") + ELLIPSIS]
