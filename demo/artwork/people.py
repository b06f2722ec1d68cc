"""People as silhouettes, and statues of them."""

from artwork.ink import Point, Sheet, curve, ellipse


def walker(
    sheet: Sheet,
    x: float,
    foot: float,
    tall: float,
    colour: str,
    *,
    broad: float = 1,
    shadow: float = 0,
) -> None:
    """A figure in a long coat, feet at ``foot``; its shadow falls towards us."""

    def at(across: float, up: float) -> Point:
        return x + across * tall * broad, foot - up * tall

    if shadow:
        w = tall * 0.1 * broad
        sheet.shape(
            [
                (x - w, foot),
                (x + w, foot),
                (x + w * 2.4, foot + shadow),
                (x - w * 2.4, foot + shadow),
            ],
            colour,
            0.45,
        )
    side = [
        (0.04, 0.87),
        (0.095, 0.84),
        (0.135, 0.78),
        (0.14, 0.62),
        (0.125, 0.46),
        (0.15, 0.3),
        (0.165, 0.2),
    ]
    right = curve([at(*point) for point in side], closed=False)
    left = [(2 * x - px, py) for px, py in reversed(right)]
    sheet.paint(
        sheet.cut(
            [*right, at(0.03, 0.185), at(0, 0.235), at(-0.02, 0.19), *left],
            ellipse(at(0, 0.93), tall * 0.058 * broad**0.5, tall * 0.072),
            [at(-0.06, 0.9), at(0.06, 0.9), at(0.1, 0.82), at(-0.1, 0.82)],
            [at(-0.1, 0.25), at(-0.01, 0.25), at(-0.03, 0.012), at(-0.095, 0)],
            [at(0.01, 0.25), at(0.1, 0.25), at(0.085, 0), at(0.028, 0.03)],
        ),
        colour,
    )


def sitter(sheet: Sheet, x: float, table: float, colour: str) -> None:
    """Head and shoulders above a table's edge."""
    body = curve(
        [
            (x - 46, table),
            (x - 40, table - 62),
            (x, table - 82),
            (x + 40, table - 62),
            (x + 46, table),
        ],
        closed=False,
    )
    sheet.paint(
        sheet.cut(
            [*body, (x + 46, table + 6), (x - 46, table + 6)], ellipse((x, table - 112), 24, 30)
        ),
        colour,
    )


def head(left: float, foot: float, size: float, *, flip: bool) -> list[Point]:
    """A statue's face in profile, sunk to the chin, ``size`` pixels high."""
    profile = [
        (0.10, 0.0),
        (0.06, 0.35),
        (0.10, 0.68),
        (0.27, 0.92),
        (0.5, 1.0),
        (0.68, 0.95),
        (0.79, 0.8),
        (0.80, 0.66),
        (0.775, 0.6),
        (0.815, 0.52),
        (0.876, 0.42),
        (0.868, 0.385),
        (0.812, 0.366),
        (0.806, 0.335),
        (0.838, 0.298),
        (0.828, 0.272),
        (0.806, 0.262),
        (0.83, 0.226),
        (0.815, 0.192),
        (0.784, 0.168),
        (0.80, 0.11),
        (0.782, 0.05),
        (0.70, 0.0),
    ]
    line = curve(profile, closed=False, steps=10)
    return [
        (left + (1 - x if flip else x) * size * 0.86, foot - y * size)
        for x, y in [*line, (0.7, -0.2), (0.1, -0.2)]
    ]
