"""How a share card is drawn: the poster to one side, the words on the stage beside it."""

import random
from io import BytesIO
from typing import Protocol

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from pages.sharing.typesetting import (
    DISPLAY,
    ITALIC,
    Face,
    Measured,
    files_for,
    reads_from_the_right,
    settable,
    shortened,
)

DRAWING = 1
"""Raised with every change of what is drawn for the same words."""

WIDTH, HEIGHT = 1200, 630
POSTER_WIDTH = 420
MARGIN = 64
MEASURE = WIDTH - POSTER_WIDTH - 2 * MARGIN
FOOT = 424
"""Where the headline ends at the latest: below it are the stamp and the signature."""

# As in static/css/tokens.css, auditorium.
PAPER = "#110c0e"
INK = "#ece4e0"
INK_SOFT = "#ab9d9d"
VELVET = ((0x36, 0x04, 0x0D), (0x7C, 0x10, 0x22), (0xA9, 0x1E, 0x36))

HEADLINE_SIZES = range(84, 43, -4)
LEADING = 1.06
WIDEST_STAMP = 290


class Words(Protocol):
    """What stands on a card, as plain text; "" is left out."""

    @property
    def headline(self) -> str: ...
    @property
    def film(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def recommendation(self) -> str: ...
    @property
    def score(self) -> str: ...
    @property
    def critic(self) -> str: ...
    @property
    def site(self) -> str: ...


def draw(words: Words, poster: Image.Image | None) -> bytes:
    """The card as a PNG; the same for the same words and poster. A closed curtain hangs where
    there is no poster."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    side = ImageOps.fit(poster, (POSTER_WIDTH, HEIGHT)) if poster else curtain(POSTER_WIDTH, HEIGHT)
    card.paste(side, (WIDTH - POSTER_WIDTH, 0))
    card.paste(_shadow(), (WIDTH - POSTER_WIDTH - 40, 0), _shadow())
    on = ImageDraw.Draw(card)
    top = _title(on, words)
    _headline(on, words, top)
    stamp = _stamp(card, words)
    _signature(on, words, stamp - MARGIN - 24)
    buffer = BytesIO()
    card.save(buffer, "PNG", optimize=False, compress_level=6)
    return buffer.getvalue()


def curtain(width: int, height: int, pleat: int = 42) -> Image.Image:
    """Velvet, closed."""
    cloth = Image.new("RGB", (width, 1))
    for x in range(width):
        phase = abs((x % pleat) / pleat * 2 - 1)
        low, high = (VELVET[0], VELVET[1]) if phase < 0.5 else (VELVET[1], VELVET[2])
        part = phase * 2 % 1 if phase < 1 else 1
        color = tuple(round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
        cloth.putpixel((x, 0), color)
    folds = cloth.resize((width, height))
    dusk = Image.linear_gradient("L").resize((width, height)).point(lambda v: v * 0.45)
    return Image.composite(Image.new("RGB", (width, height), "#0b0406"), folds, dusk)


def _shadow() -> Image.Image:
    """What the poster throws on the stage."""
    alpha = Image.linear_gradient("L").rotate(90).resize((40, HEIGHT)).point(lambda v: v * 0.5)
    shadow = Image.new("RGBA", (40, HEIGHT), "#000000")
    shadow.putalpha(alpha)
    return shadow


def _title(on: ImageDraw.ImageDraw, words: Words) -> float:
    """The film and its year, in one line or two; returns where the headline may begin."""
    title = settable(f"{words.film} {words.year}" if words.year else words.film, ITALIC)
    y = MARGIN + 26.0
    if not title:
        return y - 14
    face = Face(files_for(ITALIC, title), 32)
    for line in shortened(Measured.of(title, face).balanced(MEASURE), 2, face, MEASURE):
        _line(on, face, line, y, INK_SOFT)
        y += 40
    return y - 14


def _headline(on: ImageDraw.ImageDraw, words: Words, top: float) -> None:
    """As large as it fits; cut off in the smallest size if it does not.

    The film's title or the site's name where no font has the headline's letters.
    """
    choices = (settable(text, DISPLAY) for text in (words.headline, words.film, words.site))
    text = next(filter(None, choices), "")
    if not text:
        return
    face, room = _fitting(text, top)
    lines = shortened(Measured.of(text, face).balanced(MEASURE), room, face, MEASURE)
    for number, line in enumerate(lines):
        _line(on, face, line, top + face.size * (0.86 + number * LEADING), INK)


def _fitting(text: str, top: float) -> tuple[Face, int]:
    """The largest face in which ``text`` fits without a broken word or a word left alone on the
    last line, and how many lines of it there is room for; the smallest if there is none."""
    files = files_for(DISPLAY, text)
    for size in HEADLINE_SIZES:
        face = Face(files, size)
        room = int((FOOT - top) // (size * LEADING))
        measured = Measured.of(text, face)
        lines = measured.balanced(MEASURE)
        is_even = len(lines) < 3 or face.width(lines[-1]) > MEASURE * 0.25
        if len(lines) <= room and measured.widest <= MEASURE and (is_even or size < 60):
            break
    return face, room


def _signature(on: ImageDraw.ImageDraw, words: Words, width: float) -> None:
    """Critic and site below each other, each cut to ``width``."""
    lines = (
        (words.critic, ITALIC, HEIGHT - MARGIN - 40, INK),
        (words.site, DISPLAY, HEIGHT - MARGIN, INK_SOFT),
    )
    for name, names, baseline, fill in lines:
        text = settable(name, names)
        if text:
            faces = (Face(files_for(names, text), size) for size in range(28, 20, -2))
            face = next((face for face in faces if face.width(text) <= width), None)
            face = face or Face(files_for(names, text), 22)
            line = shortened(Measured.of(text, face).wrap(width), 1, face, width)[0]
            face.draw(on, (MARGIN, baseline), line, fill)


def _line(on: ImageDraw.ImageDraw, face: Face, text: str, baseline: float, fill: str) -> None:
    """One line of the text column, from the side on which it begins to be read."""
    right = reads_from_the_right(text)
    x = MARGIN + MEASURE - face.width(text) if right else MARGIN
    face.draw(on, (x, baseline), text, fill)


def _stamp(card: Image.Image, words: Words) -> int:
    """The verdict, stamped askew in the lower right of the stage; returns where it begins."""
    right = WIDTH - POSTER_WIDTH - 36
    if not settable(words.recommendation, DISPLAY):
        return right
    impression = _impression(words).rotate(4, Image.Resampling.BICUBIC, expand=True)
    left = right - impression.width
    at = (left, HEIGHT - 44 - impression.height)
    card.paste(Image.new("RGB", impression.size, INK), at, impression)
    return left


def _impression(words: Words) -> Image.Image:
    """The stamp's ink as an alpha channel: the words in a double frame, worn."""
    label = settable(words.recommendation, DISPLAY)
    files = files_for(DISPLAY, label)
    sizes = (Face(files, size) for size in range(42, 22, -2))
    face = next((face for face in sizes if face.width(label) <= WIDEST_STAMP), Face(files, 24))
    label = shortened(Measured.of(label, face).wrap(WIDEST_STAMP), 1, face, WIDEST_STAMP)[0]
    score = Face(files_for(DISPLAY, words.score), 32)
    width = round(max(face.width(label), score.width(words.score))) + 60
    height = 88 + (40 if words.score else 0)
    ink = Image.new("L", (width, height))
    on = ImageDraw.Draw(ink)
    on.rounded_rectangle((0, 0, width - 1, height - 1), 10, outline=255, width=3)
    on.rounded_rectangle((7, 7, width - 8, height - 8), 6, outline=255, width=3)
    face.draw(on, ((width - face.width(label)) / 2, 58), label, 255)
    score.draw(on, ((width - score.width(words.score)) / 2, 100), words.score, 255)
    return Image.composite(ink, Image.new("L", ink.size), _wear(ink.size))


def _wear(size: tuple[int, int]) -> Image.Image:
    """Where the rubber did not quite touch the paper; the same at every stamping."""
    grain = random.Random(7)  # noqa: S311
    coarse = (size[0] // 3 + 1, size[1] // 3 + 1)
    noise = Image.frombytes("L", coarse, grain.randbytes(coarse[0] * coarse[1]))
    worn = noise.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.6))
    return worn.point(lambda value: max(0, min(255, (value - 24) * 7)))
