"""Towers, pyramids and rain."""

from random import Random

from PIL import Image, ImageChops

from artwork.ink import Point, Sheet, circle


def kerb(x: float) -> float:
    """The y coordinate of the edge of the ground at ``x``. The edges meet in the middle."""
    return 1118 + (500 - x) * 0.424


def slab(inner: float, top: float, *, lean: float) -> list[Point]:
    """A stepped tower at the left edge that is ``inner`` pixels wide."""
    half, edge = inner * 0.5, inner + lean
    return [
        (-10, kerb(-10)),
        (-10, top + 40),
        (half, top + 40),
        (half, top),
        (inner - lean, top),
        (inner - lean, top + 120),
        (inner, top + 120),
        (edge, kerb(edge)),
    ]


def within(mask: Image.Image, frame: Image.Image) -> Image.Image:
    """The intersection of ``mask`` and ``frame``."""
    return ImageChops.multiply(mask, frame)


def pyramid(sheet: Sheet, x: float, foot: float, half: float) -> None:
    """Two stepped ziggurats, clipped by the pupil."""
    pupil = sheet.cut(circle((500, 640), 134))
    for shift, size, colour in ((-58, 0.6, "#3d0c0d"), (26, 0.86, "#0b0305")):
        w = half * size
        mask = sheet.cut(
            [
                (x + shift - w, foot + 60),
                (x + shift - w * 0.3, foot - 128 * size),
                (x + shift + w * 0.3, foot - 128 * size),
                (x + shift + w, foot + 60),
            ]
        )
        sheet.paint(within(mask, pupil), colour)


def skyline(sheet: Sheet, foot: float, colour: str) -> None:
    random = Random(11)  # noqa: S311 - fixed seed
    for depth, shade in enumerate(("#0b2a33", "#061a21", colour)):
        x = -20.0
        while x < 1000:
            wide, tall = random.uniform(40, 120), random.uniform(90, 300) + (2 - depth) * 90
            sheet.shape(
                [
                    (x, foot),
                    (x, foot - tall),
                    (x + wide * 0.5, foot - tall),
                    (x + wide * 0.5, foot - tall - 24),
                    (x + wide, foot - tall - 24),
                    (x + wide, foot),
                ],
                shade,
            )
            for _ in range(5):
                wx, wy = x + random.uniform(6, wide - 8), foot - random.uniform(10, tall - 10)
                sheet.shape(
                    [(wx, wy), (wx + 4, wy), (wx + 4, wy + 7), (wx, wy + 7)],
                    random.choice(("#ffb04a", "#ff5b3a", "#6fd6d0")),
                    0.75,
                )
            x += wide


def rain(sheet: Sheet, *, seed: int, colour: str = "#bfe6e2", count: int = 170) -> None:
    random = Random(seed)  # noqa: S311 - fixed seed
    for _ in range(count):
        x, y, length = (
            random.uniform(-100, 1000),
            random.uniform(-100, 1500),
            random.uniform(40, 170),
        )
        sheet.line(
            [(x, y), (x + length * 0.16, y + length)], 1.1, colour, random.uniform(0.08, 0.26)
        )
