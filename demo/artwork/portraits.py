"""Portraits in the style of cut paper: light from one side and no facial features.

The sitters are invented. They differ in hair, clothes and background.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from artwork.ink import Point, Sheet, Stops, circle, curve, ellipse

WIDTH, HEIGHT = 960, 1200
SIZE = (640, 800)
FACE = (480.0, 500.0)
"""The centre of every face, and the origin of the coordinates of hair and clothes."""

HALF = [(0, -212), (84, -198), (138, -120), (148, -10), (136, 88), (104, 158), (52, 202), (0, 212)]
PROFILE = [
    (4, -212),
    (8, -120),
    (16, -66),
    (-2, -34),
    (8, -8),
    (36, 48),
    (30, 62),
    (4, 70),
    (2, 84),
    (22, 100),
    (8, 112),
    (18, 128),
    (2, 148),
    (12, 178),
    (2, 212),
]

Cut = Callable[[Sheet], None]


@dataclass(frozen=True, slots=True)
class Sitter:
    """``skin`` and ``hair`` are pairs of a lit and a shaded colour. Hair has shapes ``behind`` and
    ``before`` the head."""

    ground: Stops
    disc: tuple[float, float, float, str]
    skin: tuple[str, str]
    hair: tuple[str, str]
    cloth: tuple[str, str, str]
    behind: Sequence[Sequence[Point]]
    before: Sequence[Sequence[Point]]
    extras: Cut | None = None


def placed(points: Sequence[Point]) -> list[Point]:
    return [(FACE[0] + x, FACE[1] + y) for x, y in points]


def smooth(points: Sequence[Point]) -> list[Point]:
    return placed(curve(points, steps=14))


def portrait(sitter: Sitter, *, seed: int) -> Image.Image:
    sheet = Sheet(WIDTH, HEIGHT, sitter.ground)
    x, y, radius, colour = sitter.disc
    sheet.glow(circle((x, y), radius * 1.12), 90, colour, 0.35)
    sheet.shape(circle((x, y), radius), colour)
    layer(sheet, [smooth(outline) for outline in sitter.behind], sitter.hair[1])
    _shoulders(sheet, sitter)
    _head(sheet, sitter)
    layer(sheet, [smooth(outline) for outline in sitter.before], sitter.hair[0], sitter.hair[1])
    if sitter.extras:
        sitter.extras(sheet)
    sheet.vignette(0.5)
    return sheet.finish(seed=seed, grain=8).resize(SIZE, Image.Resampling.LANCZOS)


def layer(
    sheet: Sheet, outlines: Sequence[Sequence[Point]], colour: str, shaded: str | None = None
) -> None:
    """One layer of paper with a shadow below it. Its left side has the colour ``shaded``."""
    for outline in outlines:
        sheet.shade([(x - 8, y + 14) for x, y in outline], 16, 0.35)
    for outline in outlines:
        mask = sheet.cut(outline)
        sheet.paint(mask, colour)
        if shaded:
            left = sheet.cut([(0, 0), (FACE[0] + 6, 0), (FACE[0] + 6, HEIGHT), (0, HEIGHT)])
            both = Image.new("L", mask.size)
            both.paste(mask, (0, 0), left)
            sheet.paint(both, shaded)


def _shoulders(sheet: Sheet, sitter: Sitter) -> None:
    main, shaded, collar = sitter.cloth
    right = [(0, 306), (116, 292), (262, 336), (392, 432), (462, 640), (470, 900)]
    side = placed(curve(right, closed=False, steps=16))
    other = [(2 * FACE[0] - x, y) for x, y in reversed(side)]
    layer(sheet, [[*side, *other]], main, shaded)
    neck = [(-98, 80), (98, 80), (96, 236), (130, 312), (0, 410), (-130, 312), (-96, 236)]
    sheet.shape(placed(neck), sitter.skin[1])
    sheet.shape(placed([(20, 200), (98, 90), (96, 236), (130, 312), (0, 410)]), sitter.skin[0])
    chin = placed([(-104, 170), (104, 170), (92, 226), (10, 262), (-88, 226)])
    sheet.shade(chin, 12, 0.5)
    lapel = [(86, 236), (150, 290), (184, 416), (0, 664), (-6, 600), (104, 370)]
    mirrored = [(-x, y) for x, y in lapel]
    layer(sheet, [placed(mirrored), placed(lapel)], collar, shaded)


def _head(sheet: Sheet, sitter: Sitter) -> None:
    lit, dark = sitter.skin
    right = curve(HALF, closed=False, steps=14)
    left = [(-x, y) for x, y in reversed(right)]
    for ear in (-146, 146):
        sheet.shape(placed(ellipse((ear, 10), 20, 40)), dark if ear < 0 else lit)
    sheet.shape(placed([*right, *left]), lit)
    shade = [*curve(PROFILE, closed=False, steps=8), *left]
    sheet.shape(placed(shade), dark)
    socket = curve([(30, -34), (64, -52), (104, -38), (68, -26)], steps=10)
    sheet.shape(placed(socket), dark)
    sheet.shape(placed(curve([(22, 99), (56, 105), (18, 118)], steps=10)), dark)
