"""Draws a share card: the poster on the right, the texts on a dark background beside it."""

import random
from functools import lru_cache
from io import BytesIO
from typing import Protocol

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageOps

from pages.sharing.card_fonts import DISPLAY, ITALIC, drawable_text, font_files
from pages.sharing.typesetting import FontStack, MeasuredText, is_right_to_left, shorten
from site_settings.colours import BLACK, WHITE, dark_accent_of, mixed

DRAWING_VERSION = 2
"""To be raised with every change of the image that is drawn for the same texts."""

WIDTH, HEIGHT = 1200, 630
POSTER_WIDTH = 420
MARGIN = 64
TEXT_WIDTH = WIDTH - POSTER_WIDTH - 2 * MARGIN
HEADLINE_BOTTOM = 424
"""The lowest baseline of the headline: below it are the stamp and the signature."""

# The dark theme of static/css/tokens.css.
PAPER = "#110c0e"
INK = "#ece4e0"
INK_SOFT = "#ab9d9d"
VELVET = ("#36040d", "#7c1022", "#a91e36")
STRIP_WIDTH = 8

HEADLINE_SIZES = range(84, 43, -4)
LINE_HEIGHT = 1.06
MAX_STAMP_WIDTH = 290

MIDDLE = (0.5, 0.5)


class CardTexts(Protocol):
    """The texts of a card, as plain text. An empty text is left out."""

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
    def byline(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def accent(self) -> str: ...


def draw_card(
    texts: CardTexts, poster: Image.Image | None, *, focus: tuple[float, float] = MIDDLE
) -> bytes:
    """The card as a PNG, with a closed curtain if there is no poster. What is cropped of the poster
    is the part away from its focal point ``focus``.

    The same texts, poster and focus always give the same bytes.
    """
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    side = (
        ImageOps.fit(poster, (POSTER_WIDTH, HEIGHT), centering=focus)
        if poster
        else draw_curtain(POSTER_WIDTH, HEIGHT, velvet=velvet_of(texts.accent))
    )
    card.paste(side, (WIDTH - POSTER_WIDTH, 0))
    card.paste(_shadow(), (WIDTH - POSTER_WIDTH - 40, 0), _shadow())
    canvas = ImageDraw.Draw(card)
    if texts.accent:
        left = WIDTH - POSTER_WIDTH - STRIP_WIDTH
        canvas.rectangle((left, 0, left + STRIP_WIDTH - 1, HEIGHT), dark_accent_of(texts.accent))
    top = _draw_film_title(canvas, texts)
    _draw_headline(canvas, texts, top)
    stamp = _draw_stamp(card, texts)
    _draw_signature(canvas, texts, stamp - MARGIN - 24)
    buffer = BytesIO()
    card.save(buffer, "PNG", optimize=False, compress_level=6)
    return buffer.getvalue()


def velvet_of(accent: str) -> tuple[str, str, str]:
    """The shades of a curtain in the colour ``accent``, from dark to light; of "" velvet red."""
    if not accent:
        return VELVET
    return mixed(accent, BLACK, 0.6), mixed(accent, BLACK, 0.1), mixed(accent, WHITE, 0.12)


@lru_cache(maxsize=4)
def draw_curtain(
    width: int, height: int, pleat: int = 42, velvet: tuple[str, str, str] = VELVET
) -> Image.Image:
    """A closed velvet curtain with pleats of ``pleat`` pixels, darker towards the bottom.

    Calls with the same sizes share the image: it must not be changed.
    """
    row = Image.new("RGB", (width, 1))
    shades = [ImageColor.getrgb(each) for each in velvet]
    for x in range(width):
        phase = abs((x % pleat) / pleat * 2 - 1)
        low, high = shades[:2] if phase < 0.5 else shades[1:]
        part = phase * 2 % 1 if phase < 1 else 1
        color = tuple(round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
        row.putpixel((x, 0), color)
    cloth = row.resize((width, height))
    shade = Image.linear_gradient("L").resize((width, height)).point(lambda v: v * 0.45)
    return Image.composite(Image.new("RGB", (width, height), "#0b0406"), cloth, shade)


def _shadow() -> Image.Image:
    """The shadow of the poster on the background."""
    alpha = Image.linear_gradient("L").rotate(90).resize((40, HEIGHT)).point(lambda v: v * 0.5)
    shadow = Image.new("RGBA", (40, HEIGHT), "#000000")
    shadow.putalpha(alpha)
    return shadow


def _draw_film_title(canvas: ImageDraw.ImageDraw, texts: CardTexts) -> float:
    """Draw the film and its year in at most two lines. Return the top of the headline."""
    title = drawable_text(f"{texts.film} {texts.year}" if texts.year else texts.film, ITALIC)
    y = MARGIN + 26.0
    if not title:
        return y - 14
    stack = FontStack(font_files(ITALIC, title), 32)
    lines = MeasuredText.of(title, stack).balanced(TEXT_WIDTH)
    for line in shorten(lines, 2, stack, TEXT_WIDTH):
        _draw_line(canvas, stack, line, y, INK_SOFT)
        y += 40
    return y - 14


def _draw_headline(canvas: ImageDraw.ImageDraw, texts: CardTexts, top: float) -> None:
    """Draw the headline in the largest size that fits; cut it off if the smallest does not.

    If no font has the letters of the headline, draw the film's title or the site's name instead.
    """
    choices = (drawable_text(text, DISPLAY) for text in (texts.headline, texts.film, texts.site))
    text = next(filter(None, choices), "")
    if not text:
        return
    stack, max_lines = _largest_fit(text, top)
    lines = MeasuredText.of(text, stack).balanced(TEXT_WIDTH)
    for number, line in enumerate(shorten(lines, max_lines, stack, TEXT_WIDTH)):
        _draw_line(canvas, stack, line, top + stack.size * (0.86 + number * LINE_HEIGHT), INK)


def _largest_fit(text: str, top: float) -> tuple[FontStack, int]:
    """The fonts in the largest size in which ``text`` fits below ``top``, and how many lines of
    that size fit.

    ``text`` fits without a broken word and, in large sizes, without a very short last line. The
    smallest size if it fits in none.
    """
    files = font_files(DISPLAY, text)
    for size in HEADLINE_SIZES:
        stack = FontStack(files, size)
        max_lines = int((HEADLINE_BOTTOM - top) // (size * LINE_HEIGHT))
        measured = MeasuredText.of(text, stack)
        if measured.widest > TEXT_WIDTH or len(measured.wrap(TEXT_WIDTH)) > max_lines:
            continue
        # Balancing takes ten times as long as wrapping, and makes the same number of lines.
        lines = measured.balanced(TEXT_WIDTH) if size >= 60 else []
        if len(lines) < 3 or stack.width(lines[-1]) > TEXT_WIDTH * 0.25:
            break
    return stack, max_lines


def _draw_signature(canvas: ImageDraw.ImageDraw, texts: CardTexts, width: float) -> None:
    """Draw the byline and below it the site, each in one line of at most ``width``."""
    lines = (
        (texts.byline, ITALIC, HEIGHT - MARGIN - 40, INK),
        (texts.site, DISPLAY, HEIGHT - MARGIN, INK_SOFT),
    )
    for name, typeface, baseline, fill in lines:
        text = drawable_text(name, typeface)
        if text:
            stack = _one_line_stack(font_files(typeface, text), text, range(28, 20, -2), width)
            line = shorten(MeasuredText.of(text, stack).wrap(width), 1, stack, width)[0]
            stack.draw(canvas, (MARGIN, baseline), line, fill)


def _one_line_stack(files: tuple[str, ...], text: str, sizes: range, width: float) -> FontStack:
    """The fonts in the first of ``sizes`` in which ``text`` is at most ``width`` wide, or in the
    last of them."""
    stacks = [FontStack(files, size) for size in sizes]
    return next((stack for stack in stacks if stack.width(text) <= width), stacks[-1])


def _draw_line(
    canvas: ImageDraw.ImageDraw, stack: FontStack, text: str, baseline: float, fill: str
) -> None:
    """Draw one line of the text column, right-aligned if it is right-to-left text."""
    x = MARGIN + TEXT_WIDTH - stack.width(text) if is_right_to_left(text) else MARGIN
    stack.draw(canvas, (x, baseline), text, fill)


def _draw_stamp(card: Image.Image, texts: CardTexts) -> int:
    """Draw the verdict as a tilted stamp left of the poster. Return its left edge."""
    right = WIDTH - POSTER_WIDTH - 36
    if not drawable_text(texts.recommendation, DISPLAY):
        return right
    impression = _stamp_mask(texts).rotate(4, Image.Resampling.BICUBIC, expand=True)
    left = right - impression.width
    at = (left, HEIGHT - 44 - impression.height)
    card.paste(Image.new("RGB", impression.size, INK), at, impression)
    return left


def _stamp_mask(texts: CardTexts) -> Image.Image:
    """The stamp as an alpha channel: verdict and score in a double frame, with worn spots."""
    label = drawable_text(texts.recommendation, DISPLAY)
    files = font_files(DISPLAY, label)
    stack = _one_line_stack(files, label, range(42, 22, -2), MAX_STAMP_WIDTH)
    label = shorten(MeasuredText.of(label, stack).wrap(MAX_STAMP_WIDTH), 1, stack, MAX_STAMP_WIDTH)[
        0
    ]
    score = FontStack(font_files(DISPLAY, texts.score), 32)
    width = round(max(stack.width(label), score.width(texts.score))) + 60
    height = 88 + (40 if texts.score else 0)
    mask = Image.new("L", (width, height))
    canvas = ImageDraw.Draw(mask)
    canvas.rounded_rectangle((0, 0, width - 1, height - 1), 10, outline=255, width=3)
    canvas.rounded_rectangle((7, 7, width - 8, height - 8), 6, outline=255, width=3)
    stack.draw(canvas, ((width - stack.width(label)) / 2, 58), label, 255)
    score.draw(canvas, ((width - score.width(texts.score)) / 2, 100), texts.score, 255)
    return Image.composite(mask, Image.new("L", mask.size), _worn_spots(mask.size))


def _worn_spots(size: tuple[int, int]) -> Image.Image:
    """Noise that makes the stamp look uneven; the same at every call."""
    noise_source = random.Random(7)  # noqa: S311
    coarse = (size[0] // 3 + 1, size[1] // 3 + 1)
    noise = Image.frombytes("L", coarse, noise_source.randbytes(coarse[0] * coarse[1]))
    worn = noise.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.6))
    return worn.point(lambda value: max(0, min(255, (value - 24) * 7)))
