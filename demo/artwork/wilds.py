"""Cliffs, cypresses and eggs."""

from random import Random

from artwork.ink import Point, Sheet, curve


def cliff(
    sheet: Sheet,
    inner: float,
    top: float,
    foot: float,
    colour: str,
    opacity: float,
    *,
    mirror: bool,
) -> None:
    """A rock wall at one side with an irregular edge about ``inner`` pixels from the middle."""
    random = Random(int(inner) + mirror)  # noqa: S311 - fixed seed
    edge: list[Point] = [(0, top - 40), (500 - inner - 190, top - 30), (500 - inner - 80, top)]
    y = top
    while y < foot - 70:
        y += random.uniform(36, 84)
        edge.append((500 - inner - random.uniform(-14, 46), y))
    outline = [*edge, (500 - inner, foot), (0, foot)]
    sheet.shape([(1000 - x, y) if mirror else (x, y) for x, y in outline], colour, opacity)


def cypress(sheet: Sheet, x: float, foot: float, tall: float, colour: str) -> None:
    half = tall * 0.075
    sheet.shape(
        curve(
            [
                (x, foot - tall),
                (x + half * 0.5, foot - tall * 0.72),
                (x + half, foot - tall * 0.36),
                (x + half * 0.8, foot - tall * 0.08),
                (x, foot),
                (x - half * 0.8, foot - tall * 0.08),
                (x - half, foot - tall * 0.36),
                (x - half * 0.5, foot - tall * 0.72),
            ]
        ),
        colour,
    )


def eggs(sheet: Sheet, foot: float, size: float, colour: str, rim: str) -> None:
    """A row of eggs over the whole width, lit from behind."""
    random = Random(int(foot))  # noqa: S311 - fixed seed
    x = -60 * size + random.uniform(0, 60)
    while x < 1060:
        tall = 200 * size * random.uniform(0.88, 1.08)
        low = foot + random.uniform(-14, 14) * size
        outline = [(x + u * tall, low - v * tall) for u, v in _EGG]
        sheet.shape([(px, py - 5 * size) for px, py in outline], rim, 0.5)
        sheet.shape(outline, colour)
        for fork in (-1, 1):
            seam = [(x, low - 0.985 * tall), (x, low - 0.82 * tall)]
            sheet.line(
                [*seam, (x + fork * 0.16 * tall, low - 0.68 * tall)], 2.6 * size + 0.6, rim, 0.6
            )
        x += 138 * size * random.uniform(0.95, 1.3)


_EGG = curve(
    [
        (0, 1.0),
        (0.11, 0.95),
        (0.2, 0.84),
        (0.29, 0.62),
        (0.33, 0.36),
        (0.27, 0.1),
        (0.12, 0),
        (-0.12, 0),
        (-0.27, 0.1),
        (-0.33, 0.36),
        (-0.29, 0.62),
        (-0.2, 0.84),
        (-0.11, 0.95),
    ]
)
