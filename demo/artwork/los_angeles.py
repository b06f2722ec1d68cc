"""Pictures for Blade Runner: the pyramids over the city, and a paper unicorn."""

from random import Random

from PIL import Image

from artwork.ink import Point, Sheet, circle, curve, ellipse


def blade_runner_lead() -> Image.Image:
    """Two stepped pyramids over the lights of the city, with flames and one aircraft."""
    sheet = Sheet(
        1600,
        900,
        [
            (0, "#07101c"),
            (0.3, "#1c2b3d"),
            (0.55, "#8a4a2c"),
            (0.7, "#f0913c"),
            (0.76, "#a8501f"),
            (1, "#06060a"),
        ],
    )
    sheet.glow(ellipse((1010, 640), 460, 90), 100, "#ffb35a", 0.6)
    for x, foot, half, tall, colour, lit in (
        (520, 690, 300, 330, "#4a2a22", 0.55),
        (1090, 720, 470, 520, "#180f14", 1),
    ):
        _ziggurat(sheet, x, foot, half, tall, colour, lit)
    sheet.haze([(0.6, 0), (0.78, 130), (0.86, 20), (1, 0)], "#c8682a")
    _plain(sheet)
    for x, top, foot, tall in (
        (150, 600, 800, 150),
        (262, 652, 800, 92),
        (60, 660, 800, 70),
        (392, 690, 800, 54),
    ):
        stack = [(x - 11, foot), (x - 7, top), (x + 7, top), (x + 11, foot)]
        sheet.shape(stack, "#07070b")
        flame = curve(
            [
                (x - 9, top),
                (x - 20, top - tall * 0.34),
                (x - 4, top - tall * 0.6),
                (x + 12, top - tall),
                (x + 16, top - tall * 0.5),
                (x + 22, top - tall * 0.26),
                (x + 9, top),
            ]
        )
        sheet.glow(flame, 34, "#ff8a2a", 0.9)
        sheet.shape(flame, "#ffc25a")
        core = curve(
            [
                (x - 4, top),
                (x - 8, top - tall * 0.24),
                (x + 4, top - tall * 0.52),
                (x + 10, top - tall * 0.22),
                (x + 5, top),
            ]
        )
        sheet.shape(core, "#fff4cf")
    trail = [(300, 386), (700, 318), (700, 324), (300, 392)]
    sheet.glow(trail, 10, "#9fe0ff", 0.5)
    sheet.glow(circle((712, 320), 16), 14, "#d8f4ff", 1)
    sheet.shape([(690, 324), (702, 312), (724, 309), (742, 318), (736, 327), (700, 330)], "#04060a")
    sheet.shape(circle((741, 320), 3.4), "#ffffff")
    sheet.shape(circle((694, 325), 2.6), "#ff5a3a")
    sheet.vignette(0.6)
    return sheet.finish(seed=1983)


def _ziggurat(
    sheet: Sheet, x: float, foot: float, half: float, tall: float, colour: str, lit: float
) -> None:
    """A pyramid with a flat top and lines of lit storeys."""

    def edge(up: float, side: int) -> Point:
        return x + side * half * (1 - 0.72 * up), foot - tall * up

    face = [edge(0, -1), edge(1, -1), edge(1, 1), edge(0, 1)]
    sheet.glow(face, 40, "#ffb05a", 0.25 * lit)
    sheet.shape(face, colour)
    sheet.shape(
        [(x + half * 0.1, foot), (x + half * 0.06, foot - tall), edge(1, 1), edge(0, 1)],
        "#05060a",
        0.4,
    )
    crown = [
        (x - half * 0.24, foot - tall),
        (x - half * 0.2, foot - tall - 20),
        (x + half * 0.2, foot - tall - 20),
        (x + half * 0.24, foot - tall),
    ]
    sheet.shape(crown, colour)
    random = Random(round(x))  # noqa: S311 - fixed seed
    panes = []
    for storey in range(26):
        up = storey / 26
        (left, y), (right, _) = edge(up, -1), edge(up, 1)
        sheet.line([(left, y), (right, y)], 1.2, "#ffb765", 0.18 * lit)
        for _ in range(round(24 * (1 - up * 0.6))):
            px = random.uniform(left + 8, right - 14)
            panes.append(
                [(px, y - 8), (px + random.uniform(3, 9), y - 8), (px + 4, y - 5), (px, y - 5)]
            )
    sheet.paint(sheet.cut(*panes), "#ffd596", 0.8 * lit)
    for share in (-0.46, 0.46):
        buttress = [
            (x + share * half * 1.16, foot),
            (x + share * half * 0.34, foot - tall),
            (x + share * half * 0.42, foot - tall),
            (x + share * half * 1.34, foot),
        ]
        sheet.shape(buttress, "#05060a", 0.55)
    sheet.line([edge(0, -1), edge(1, -1)], 2.4, "#ffcf8a", 0.6 * lit)


def _plain(sheet: Sheet) -> None:
    """The city as points of light, denser towards the horizon."""
    sheet.shape(
        [(0, 716), (1600, 716), (1600, 900), (0, 900)],
        [(0.79, "#5a2c1a"), (0.86, "#130d12"), (1, "#040407")],
    )
    random = Random(2019)  # noqa: S311 - fixed seed
    for colour, count, opacity in (
        ("#ffc878", 900, 0.85),
        ("#ff7a3a", 320, 0.8),
        ("#8fe6e6", 170, 0.85),
    ):
        lights = []
        for _ in range(count):
            depth = random.random() ** 2.2
            y = 718 + depth * 186
            size = 0.7 + depth * 2.4
            x = 800 + (random.uniform(-900, 900)) * (0.9 + depth)
            lights.append([(x, y), (x + size * 1.7, y), (x + size * 1.7, y + size), (x, y + size)])
        sheet.paint(sheet.cut(*lights), colour, opacity)
    blocks = []
    x = -20.0
    while x < 1600:
        wide, tall = random.uniform(30, 110), random.uniform(8, 66)
        blocks.append([(x, 910), (x, 884 - tall), (x + wide, 884 - tall), (x + wide, 910)])
        x += wide * random.uniform(0.9, 1.5)
    sheet.paint(sheet.cut(*blocks), "#040407")


FACETS: tuple[tuple[str, tuple[Point, ...]], ...] = (
    ("#6f7a86", ((20, 55), (30, 43), (11, 47), (13, 60))),
    ("#98a5b1", ((13, 60), (11, 47), (4, 72))),
    ("#59636e", ((27, 60), (37, 63), (33, 77), (29, 76))),
    ("#4b545e", ((33, 77), (29, 76), (35, 92), (38, 92))),
    ("#aebac5", ((20, 55), (30, 43), (33, 62))),
    ("#d9e2ea", ((30, 43), (58, 40), (33, 62))),
    ("#8e9aa6", ((33, 62), (58, 40), (54, 62))),
    ("#c3ced8", ((58, 40), (67, 52), (54, 62))),
    ("#7d8894", ((20, 55), (33, 62), (27, 75), (21, 74))),
    ("#a9b5c0", ((27, 75), (21, 74), (26, 92), (30, 92))),
    ("#5d6772", ((56, 58), (66, 52), (80, 60), (76, 64))),
    ("#86929e", ((80, 60), (76, 64), (72, 76), (75, 77))),
    ("#b7c3cd", ((54, 62), (64, 54), (63, 74), (58, 74))),
    ("#8a96a2", ((63, 74), (58, 74), (59, 92), (63, 92))),
    ("#eef4f9", ((58, 40), (72, 18), (70, 42))),
    ("#a3afba", ((58, 40), (70, 42), (67, 52))),
    ("#cdd7e0", ((72, 18), (77, 33), (70, 42))),
    ("#6b7682", ((72, 18), (58, 40), (62, 22))),
    ("#f6fafd", ((72, 18), (81, 24), (77, 33))),
    ("#dde6ed", ((81, 24), (95, 37), (77, 33))),
    ("#8793a0", ((77, 33), (95, 37), (90, 41))),
    ("#dfe7ee", ((70, 20), (69, 11), (75, 19))),
    ("#ffffff", ((76.5, 21), (81, 24), (97, -2))),
    ("#b4c0ca", ((79, 22.6), (81, 24), (97, -2))),
)


def unicorn() -> Image.Image:
    """A unicorn of folded silver paper on a dark floor with a strip of light."""
    sheet = Sheet(1600, 900, [(0, "#05080c"), (0.6, "#14212c"), (0.72, "#0b131a"), (1, "#030507")])
    sheet.glow([(520, 650), (1300, 650), (1560, 900), (180, 900)], 60, "#4d86a0", 0.45)
    for index in range(9):
        y = 80 + index * 62
        sheet.glow([(0, y), (1600, y - 90), (1600, y - 70), (0, y + 20)], 10, "#3f7690", 0.2)

    def at(u: float, v: float) -> Point:
        return 500 + u * 6.6, 110 + v * 6.6

    sheet.shade([at(20, 90.5), at(66, 90.5), at(108, 97), at(84, 100), at(26, 95)], 22, 0.7)
    sheet.glow(circle(at(55, 48), 250), 110, "#6fa3bd", 0.35)
    for colour, corners in FACETS:
        facet = [at(u, v) for u, v in corners]
        sheet.shape(facet, colour)
        sheet.line([*facet, facet[0]], 1.2, "#f4f9fd", 0.35)
    sheet.glow(circle(at(97, -2), 12), 12, "#ffffff", 0.9)
    sheet.vignette(0.8)
    return sheet.finish(seed=2007)
