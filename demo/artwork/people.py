"""Silhouettes of people, statues and a cat."""

from artwork.ink import Point, Sheet, curve, ellipse, turned


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
    """A figure in a long coat with its feet at ``foot`` and a shadow towards the viewer."""

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
    """Head and shoulders of a person behind a table."""
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
    """The head of a statue in profile, sunk to the chin, ``size`` pixels high."""
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


def bust(sheet: Sheet, x: float, foot: float, tall: float, colour: str, *, rim: str) -> None:
    """A shaven head and shoulders from behind, with a bright rim on both sides."""
    side = [
        (0, 1.0),
        (0.07, 0.993),
        (0.135, 0.962),
        (0.182, 0.903),
        (0.204, 0.83),
        (0.2, 0.77),
        (0.219, 0.768),
        (0.222, 0.72),
        (0.204, 0.665),
        (0.188, 0.652),
        (0.172, 0.58),
        (0.16, 0.5),
        (0.2, 0.43),
        (0.34, 0.365),
        (0.48, 0.29),
        (0.55, 0.14),
        (0.6, -0.6),
    ]
    right = [(x + u * tall, foot - v * tall) for u, v in curve(side, closed=False, steps=16)]
    left = [(2 * x - px, py) for px, py in right]
    outline = [*right, *reversed(left)]
    sheet.glow(outline, 26, rim, 0.35)
    sheet.shape(outline, colour)
    for edge in (right, left):
        sheet.line([(px + (3 if px < x else -3), py + 2) for px, py in edge], 4, rim, 0.75)


def cat(sheet: Sheet, x: float, foot: float, tall: float, colour: str) -> None:
    """A sitting cat that faces the viewer."""

    def at(across: float, up: float) -> Point:
        return x + across * tall, foot - up * tall

    side = [(0.09, 0.66), (0.17, 0.52), (0.235, 0.3), (0.26, 0.12), (0.2, 0.0)]
    right = curve([at(*point) for point in side], closed=False)
    left = [(2 * x - px, py) for px, py in reversed(right)]
    sheet.paint(
        sheet.cut(
            [*right, *left],
            ellipse(at(0, 0.755), tall * 0.165, tall * 0.14),
            [at(-0.16, 0.78), at(-0.152, 1.0), at(-0.03, 0.87)],
            [at(0.16, 0.78), at(0.152, 1.0), at(0.03, 0.87)],
            curve(
                [
                    at(0.16, 0.02),
                    at(0.34, 0.06),
                    at(0.43, 0.2),
                    at(0.39, 0.3),
                    at(0.36, 0.2),
                    at(0.28, 0.12),
                    at(0.16, 0.1),
                ]
            ),
        ),
        colour,
    )


def drifter(
    sheet: Sheet, middle: Point, tall: float, degrees: float, colour: str, *, arms: str
) -> None:
    """A floating figure, rotated by ``degrees``. ``arms`` is "up" or "rifle"."""

    def part(*points: Point) -> list[Point]:
        placed = [(middle[0] + u * tall, middle[1] - v * tall) for u, v in points]
        return turned(curve(placed, steps=10), middle, degrees)

    reach = {
        "up": (
            part(
                (-0.1, 0.24),
                (-0.06, 0.2),
                (-0.1, 0.36),
                (-0.12, 0.56),
                (-0.155, 0.55),
                (-0.15, 0.36),
            ),
            part((0.1, 0.24), (0.06, 0.2), (0.13, 0.34), (0.2, 0.48), (0.235, 0.46), (0.17, 0.3)),
        ),
        "rifle": (
            part(
                (-0.11, 0.25),
                (-0.05, 0.2),
                (-0.02, 0.1),
                (0.15, 0.13),
                (0.15, 0.165),
                (-0.06, 0.09),
                (-0.13, 0.12),
            ),
            part((0.1, 0.25), (0.07, 0.19), (0.17, 0.09), (0.26, 0.16), (0.24, 0.19), (0.17, 0.14)),
            part(
                (-0.12, 0.055),
                (0.1, 0.12),
                (0.42, 0.225),
                (0.425, 0.205),
                (0.24, 0.13),
                (0.1, 0.07),
                (-0.1, 0.01),
            ),
        ),
    }[arms]
    sheet.paint(
        sheet.cut(
            part(
                (0.005, 0.43), (0.062, 0.37), (0.05, 0.3), (0, 0.275), (-0.05, 0.3), (-0.058, 0.37)
            ),
            part(
                (-0.1, 0.26),
                (0, 0.285),
                (0.1, 0.26),
                (0.085, 0.1),
                (0.09, -0.04),
                (0, -0.08),
                (-0.09, -0.04),
                (-0.085, 0.1),
            ),
            part(
                (-0.09, -0.02),
                (0.005, -0.03),
                (-0.02, -0.2),
                (-0.075, -0.36),
                (-0.1, -0.5),
                (-0.135, -0.52),
                (-0.13, -0.36),
                (-0.1, -0.2),
            ),
            part(
                (0.09, -0.02),
                (-0.005, -0.03),
                (0.04, -0.2),
                (0.035, -0.33),
                (0.01, -0.46),
                (0.05, -0.48),
                (0.09, -0.34),
                (0.115, -0.18),
            ),
            *reach,
        ),
        colour,
    )
