"""Pictures for Knives Out, Glass Onion and Wake Up Dead Man."""

from PIL import Image

from artwork.blades import dagger, knife
from artwork.ink import Point, Sheet, circle, curve, ellipse, turned


def knives_out() -> Image.Image:
    """A ring of knives around an empty centre. One is red."""
    sheet = Sheet(1000, 1500, [(0, "#2b1014"), (0.5, "#571a1c"), (1, "#1d0a0d")])
    centre = (500.0, 750.0)
    sheet.glow(circle(centre, 260), 110, "#ff9a3c", 0.7)
    sheet.glow(circle(centre, 120), 70, "#ffd890", 0.6)
    for ring in range(3):
        count = (20, 26, 32)[ring]
        near = (196, 300, 420)[ring]
        for index in range(count):
            angle = 360 * (index + ring * 0.5) / count
            red = ring == 0 and index == 3
            knife(
                sheet,
                centre,
                near - (64 if red else 0),
                angle,
                long=270 + ring * 60,
                red=red,
                depth=ring,
            )
    sheet.vignette(1)
    return sheet.finish(seed=2019)


def glass_onion() -> Image.Image:
    """A dome of nested glass shells at dusk with a keyhole in the middle."""
    sheet = Sheet(
        1000,
        1500,
        [
            (0, "#0f2f52"),
            (0.32, "#1f7f93"),
            (0.56, "#f2b880"),
            (0.7, "#f7845c"),
            (0.745, "#b1415a"),
            (1, "#12203f"),
        ],
    )
    sheet.shape(circle((500, 800), 330), "#fff0cf", 0.28)
    sheet.glow(circle((500, 800), 250), 120, "#ffd9a0", 0.6)
    skins = [
        (1.0, "#0d4a63", 0.5),
        (0.86, "#18828c", 0.5),
        (0.72, "#4fc0ae", 0.5),
        (0.58, "#ffe0a8", 0.55),
        (0.44, "#ff9d6a", 0.7),
        (0.3, "#e2504f", 0.85),
    ]
    for size, colour, opacity in skins:
        outline = _onion(500, 1090, 390 * size, 760 * size**0.9)
        sheet.shape(outline, colour, opacity)
        sheet.line([*outline, outline[0]], 3, "#fff7e4", 0.7)
        right = [(x, y) for x, y in outline if x >= 500]
        sheet.shape([(500, right[0][1]), *right], "#0b1c38", 0.12)
    _keyhole(sheet, 500, 985, 42)
    _sea(sheet, 1090)
    sheet.vignette(0.7)
    return sheet.finish(seed=2022)


def glass_onion_lead() -> Image.Image:
    """The island at sunset with its lit dome, and a boat."""
    sheet = Sheet(
        1600,
        900,
        [(0, "#173a63"), (0.3, "#3f93a0"), (0.54, "#f6c48c"), (0.71, "#f47a58"), (1, "#101d3b")],
    )
    sheet.shape(circle((1080, 590), 130), "#fff1cf")
    sheet.glow(circle((1080, 590), 170), 90, "#ffc98a", 0.7)
    sheet.shape(
        [(0, 630), (1600, 630), (1600, 900), (0, 900)],
        [(0.7, "#d8615a"), (0.76, "#7c3a5e"), (1, "#0e1a36")],
    )
    for index, width in enumerate((250, 205, 232, 170, 190, 120, 90)):
        y = 644 + index * 26
        sheet.shape(ellipse((1080, y), width, 4 + index * 0.6), "#ffd9a0", 0.62 - index * 0.06)
    sheet.glow(_onion(520, 470, 150, 260), 50, "#ffd08a", 0.6)
    for size, colour, opacity in (
        (1.0, "#145a70", 0.75),
        (0.8, "#2fa39d", 0.6),
        (0.6, "#ffe2b0", 0.65),
        (0.38, "#f4714f", 0.85),
    ):
        outline = _onion(520, 476, 128 * size, 250 * size**0.9)
        sheet.shape(outline, colour, opacity)
        sheet.line([*outline, outline[0]], 2, "#fff7e4", 0.7)
    rock = curve(
        [
            (40, 632),
            (150, 575),
            (250, 560),
            (330, 498),
            (440, 470),
            (600, 468),
            (690, 505),
            (760, 560),
            (850, 590),
            (930, 632),
        ],
        closed=False,
    )
    sheet.shape(rock, [(0.5, "#3a1b3c"), (0.72, "#150e24")])
    sheet.shape(
        [(40, 630), *[(x, 630 + (632 - y) * 0.5) for x, y in rock], (930, 630)], "#150e24", 0.55
    )
    _cypresses(sheet)
    _yacht(sheet, 830, 772)
    sheet.vignette(0.6)
    return sheet.finish(seed=2023)


def wake_up_dead_man() -> Image.Image:
    """A lancet window with an upright dagger in it, like a cross."""
    sheet = Sheet(1000, 1500, [(0, "#0a1613"), (0.6, "#14302a"), (1, "#060d0b")])
    outer, pane = _lancet(500, 1010, 262, 690), _lancet(500, 1010, 226, 640)
    sheet.glow(outer, 110, "#e8c66a", 0.5)
    sheet.shape(outer, "#050a09")
    sheet.shape(pane, [(0.2, "#fff4cf"), (0.45, "#f3cf6d"), (0.68, "#d27b2c")])
    mask = sheet.cut(pane)
    for radius, colour, opacity in (
        (400, "#d9652c", 0.25),
        (300, "#2f8f7e", 0.35),
        (200, "#f6e3a4", 0.7),
        (110, "#fffbe8", 0.9),
    ):
        ring = sheet.cut(circle((500, 610), radius))
        sheet.paint(Image.composite(ring, Image.new("L", ring.size), mask), colour, opacity)
    floor = [(274, 1100), (726, 1100), (980, 1500), (20, 1500)]
    sheet.glow(floor, 34, "#d99a3c", 0.55)
    sheet.shape([(478, 1100), (522, 1100), (560, 1500), (440, 1500)], "#070d0b", 0.8)
    sheet.shape([(330, 1180), (670, 1180), (706, 1226), (294, 1226)], "#070d0b", 0.8)
    sheet.shape(
        [(0, 1010), (1000, 1010), (1000, 1100), (0, 1100)], [(0.66, "#0c1a17"), (0.74, "#040807")]
    )
    dagger(sheet, 500, 424, 1000)
    sheet.vignette(0.9)
    return sheet.finish(seed=2025)


def _onion(x: float, foot: float, half: float, tall: float) -> list[Point]:
    """The outline of an onion dome, clockwise from its tip."""
    side = [(0, 1), (0.045, 0.9), (0.2, 0.77), (0.62, 0.62), (0.95, 0.4), (0.96, 0.2), (0.74, 0)]
    right = curve(side, closed=False, steps=30)
    line = [(x + u * half, foot - v * tall) for u, v in right]
    return [*line, *[(2 * x - px, py) for px, py in reversed(line)]]


def _keyhole(sheet: Sheet, x: float, y: float, radius: float) -> None:
    skirt = [
        (x - radius * 0.42, y),
        (x + radius * 0.42, y),
        (x + radius * 0.85, y + radius * 2.3),
        (x - radius * 0.85, y + radius * 2.3),
    ]
    sheet.paint(sheet.cut(circle((x, y), radius), skirt), "#160b1f")


def _sea(sheet: Sheet, horizon: float) -> None:
    """Water below the dome with reflections."""
    sheet.shape(
        [(0, horizon), (1000, horizon), (1000, 1500), (0, 1500)],
        [(0.72, "#8f3a5a"), (0.8, "#3c2a56"), (1, "#0c1733")],
    )
    bands = (
        ("#ffdfae", 372),
        ("#ff9d6a", 320),
        ("#ffdfae", 336),
        ("#4fc0ae", 262),
        ("#ffb98a", 284),
        ("#ffdfae", 190),
        ("#e2504f", 210),
        ("#ffdfae", 120),
        ("#4fc0ae", 90),
    )
    for index, (colour, half) in enumerate(bands):
        y = horizon + 26 + index * 38
        sheet.shape(ellipse((500, y), half, 7 + index * 0.8), colour, 0.72 - index * 0.055)


def _yacht(sheet: Sheet, x: float, water: float) -> None:
    """A yacht that faces left, with its wake."""
    sheet.shape(
        [(x + 60, water - 2), (1640, water + 34), (1640, water + 92), (x + 40, water + 1)],
        "#ffe0b8",
        0.3,
    )
    sheet.shape(
        [(x + 60, water - 2), (1640, water + 50), (1640, water + 70), (x + 50, water)],
        "#fff1dc",
        0.45,
    )
    sheet.shape(
        [(x - 44, water - 15), (x + 62, water - 12), (x + 58, water), (x - 24, water)], "#fff8ec"
    )
    sheet.shape(
        [(x - 12, water - 14), (x + 2, water - 28), (x + 44, water - 28), (x + 48, water - 13)],
        "#fff8ec",
    )
    sheet.shape(
        [(x - 2, water - 17), (x + 5, water - 24), (x + 40, water - 24), (x + 42, water - 17)],
        "#12203f",
    )


def _cypresses(sheet: Sheet) -> None:
    for x, foot, tall in (
        (330, 505, 66),
        (352, 496, 92),
        (376, 490, 60),
        (690, 506, 80),
        (714, 516, 54),
    ):
        sheet.shape(
            curve(
                [
                    (x, foot - tall),
                    (x + tall * 0.11, foot - tall * 0.4),
                    (x, foot + 8),
                    (x - tall * 0.11, foot - tall * 0.4),
                ]
            ),
            "#1d1230",
        )


def _lancet(x: float, foot: float, half: float, tall: float) -> list[Point]:
    """The outline of a lancet window: straight sides and two arcs."""
    spring, reach = foot - tall + half * 1.7, half * 2
    sides = range(0, 61, 2)
    arc = [turned([(x + half, spring)], (x + half - reach, spring), -degree)[0] for degree in sides]
    return [
        (x + half, foot),
        *arc,
        *[(2 * x - px, py) for px, py in reversed(arc)],
        (x - half, foot),
    ]
