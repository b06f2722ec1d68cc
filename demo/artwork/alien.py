"""Pictures for Alien, Aliens, Alien 3 and Alien Resurrection."""

from math import sin
from random import Random

from PIL import Image

from artwork.ink import Point, Sheet, circle, curve, ellipse, turned
from artwork.people import bust, cat, drifter, walker
from artwork.wilds import eggs


def alien() -> Image.Image:
    """A corridor of bulkheads, a light at its end, and the ship's cat sitting in it."""
    sheet = Sheet(1000, 1500, [(0, "#020605"), (1, "#020504")])
    steps = [
        (1.9, "#030807"),
        (1.5, "#06110e"),
        (1.2, "#0a1b16"),
        (0.96, "#0f2a21"),
        (0.76, "#173d2f"),
        (0.6, "#235743"),
        (0.47, "#39795c"),
        (0.36, "#63a37d"),
    ]
    for size, colour in steps:
        frame = _bulkhead(size)
        sheet.shape([(x, y + 7 * size) for x, y in frame], "#010302")
        sheet.shape(frame, colour)
        sheet.line([*frame, frame[0]], 3.2 * size + 0.6, "#b9e8c4", 0.5 - size * 0.2)
        for side in (-1, 1):
            x = 500 + side * 372 * size
            half, top, foot = 7 * size, 700 - 80 * size, 700 + 80 * size
            lamp = [(x - half, top), (x + half, top), (x + half, foot), (x - half, foot)]
            sheet.shape(lamp, "#d9ffdc", 0.3)
    sheet.glow(circle((500, 700), 150), 70, "#9fe6ae", 0.75)
    sheet.shape(circle((500, 700), 104), [(0.4, "#f4ffe9"), (0.54, "#bdf0b6")])
    floor = [(424, 812), (576, 812), (880, 1500), (120, 1500)]
    sheet.glow(floor, 60, "#4fae74", 0.4)
    shadow = curve(
        [
            (470, 812),
            (462, 960),
            (430, 1130),
            (436, 1290),
            (500, 1392),
            (564, 1290),
            (570, 1130),
            (538, 960),
            (530, 812),
        ]
    )
    sheet.shape(shadow, [(0.54, "#010302"), (0.8, "#031009"), (0.93, "#0a2619")], 0.82)
    cat(sheet, 500, 820, 132, "#010302")
    sheet.vignette(0.8)
    return sheet.finish(seed=1979)


def _bulkhead(size: float) -> list[Point]:
    """An octagonal frame around the light, with a flat floor."""
    corners = [
        (-250, -430),
        (250, -430),
        (400, -250),
        (400, 210),
        (270, 330),
        (-270, 330),
        (-400, 210),
        (-400, -250),
    ]
    return [(500 + x * size, 700 + y * size) for x, y in corners]


def aliens() -> Image.Image:
    """A field of eggs in blue mist, a crowned shape above it, and two people with a flame."""
    sheet = Sheet(
        1000,
        1500,
        [(0, "#030a18"), (0.4, "#0c2b52"), (0.6, "#2a6c9e"), (0.72, "#123a63"), (1, "#02060f")],
    )
    sheet.glow(ellipse((500, 830), 420, 180), 120, "#4f9fd0", 0.55)
    _crown(sheet)
    sheet.haze([(0.3, 0), (0.55, 120), (0.64, 40), (0.75, 0)], "#3f86b8")
    for foot, size, colour, rim in (
        (930, 0.34, "#1d527f", "#8fd0f0"),
        (985, 0.5, "#15406a", "#7cc2e8"),
        (1065, 0.74, "#0e2e50", "#5fa9d6"),
    ):
        eggs(sheet, foot, size, colour, rim)
    sheet.glow(circle((512, 1010), 120), 70, "#ff9a3c", 0.85)
    sheet.glow(circle((560, 985), 34), 22, "#ffe2a0", 1)
    walker(sheet, 490, 1140, 250, "#040810", broad=1.05)
    walker(sheet, 414, 1140, 142, "#040810", broad=1.1)
    sheet.shape([(500, 1000), (584, 978), (588, 990), (506, 1022)], "#040810")
    flame = curve(
        [
            (586, 984),
            (640, 950),
            (724, 930),
            (676, 966),
            (738, 984),
            (664, 992),
            (690, 1016),
            (620, 1002),
        ]
    )
    sheet.glow(flame, 26, "#ff8a2a", 0.9)
    sheet.shape(flame, "#ffb14a")
    sheet.shape(
        curve([(590, 984), (634, 966), (676, 958), (650, 980), (668, 988), (616, 994)]), "#fff2c8"
    )
    for foot, size, colour, rim in (
        (1255, 1.15, "#071c36", "#ff9a4a"),
        (1560, 1.9, "#030c1a", "#2f6f9e"),
    ):
        eggs(sheet, foot, size, colour, rim)
    sheet.vignette(0.8)
    return sheet.finish(seed=1986)


def _crown(sheet: Sheet) -> None:
    """The head behind the field of eggs: a crest of long plates and a jaw."""
    root = (500.0, 640.0)
    for angle, tall, wide, colour in (
        (66, 330, 74, "#0a2344"),
        (48, 450, 82, "#0b284c"),
        (30, 530, 88, "#0d2d55"),
        (12, 575, 92, "#0f345f"),
    ):
        for side in (-1, 1):
            plate = [
                (root[0], root[1] - 60),
                (root[0] + wide * 0.62, root[1] - tall * 0.5),
                (root[0] + wide * 0.5, root[1] - tall * 0.8),
                (root[0], root[1] - tall),
                (root[0] - wide * 0.3, root[1] - tall * 0.76),
                (root[0] - wide * 0.5, root[1] - tall * 0.5),
            ]
            plate = turned(curve(plate, steps=16), root, side * angle)
            sheet.glow(plate, 26, "#2b78b4", 0.3)
            sheet.shape(plate, colour)
            sheet.line([*plate, plate[0]], 2.4, "#86cdf2", 0.42)
    skull = curve(
        [
            (500, 300),
            (566, 430),
            (590, 560),
            (556, 680),
            (540, 790),
            (500, 846),
            (460, 790),
            (444, 680),
            (410, 560),
            (434, 430),
        ]
    )
    sheet.shape(skull, [(0.2, "#0a2140"), (0.5, "#051226")])
    sheet.line([*skull, skull[0]], 2.6, "#9adcf8", 0.5)
    for index in range(7):
        x = 467 + index * 11
        tall = 34 - abs(index - 3) * 5
        sheet.shape([(x - 4, 742), (x + 4, 742), (x, 742 + tall)], "#d6f2ff", 0.85)
    sheet.line(curve([(452, 724), (500, 744), (548, 724)], closed=False), 3, "#9adcf8", 0.6)


def alien_3() -> Image.Image:
    """A shaven head in front of a ventilator that surrounds it like a halo."""
    sheet = Sheet(1000, 1500, [(0, "#1a0b05"), (0.45, "#4a2009"), (1, "#0d0503")])
    centre = (500.0, 590.0)
    sheet.glow(circle(centre, 420), 110, "#e07a1c", 0.6)
    sheet.shape(circle(centre, 430), "#0e0502")
    sheet.shape(circle(centre, 396), [(0.13, "#fff0c0"), (0.4, "#ffc259"), (0.66, "#c2500f")])
    for index in range(9):
        blade = curve(
            [(482, 560), (424, 420), (420, 232), (470, 182), (520, 200), (508, 420), (512, 570)]
        )
        sheet.shape(turned(blade, centre, 40 * index), "#2b0e04", 0.93)
        edge = curve([(482, 560), (424, 420), (420, 232), (470, 182)], closed=False)
        sheet.line(turned(edge, centre, 40 * index), 3, "#ff9a3c", 0.8)
    for radius, width in ((396, 10), (318, 2.5)):
        ring = circle(centre, radius)
        sheet.line([*ring, ring[0]], width, "#0e0502", 0.9)
    sheet.glow(circle(centre, 230), 70, "#ffc46a", 0.5)
    embers = Random(1992)  # noqa: S311 - fixed seed
    sparks = [
        circle(
            (embers.uniform(0, 1000), embers.uniform(0, 1500)), embers.uniform(0.8, 2.8), steps=12
        )
        for _ in range(150)
    ]
    sheet.paint(sheet.cut(*sparks), "#ffcf7a", 0.6)
    bust(sheet, 500, 1186, 760, "#080301", rim="#ffb04a")
    sheet.vignette(0.9)
    return sheet.finish(seed=1992)


def alien_resurrection() -> Image.Image:
    """Seen from under water: a swimmer, the bright hatch above her, and a long tail below."""
    sheet = Sheet(1000, 1500, [(0, "#2c6a5c"), (0.3, "#17493f"), (0.7, "#082420"), (1, "#020a09")])
    for left, right, opacity in (
        (120, 330, 0.16),
        (360, 470, 0.3),
        (520, 700, 0.22),
        (760, 860, 0.12),
    ):
        beam = [
            (430 + (left - 430) * 0.12, 250),
            (430 + (right - 430) * 0.12, 250),
            (right + 60, 1500),
            (left - 60, 1500),
        ]
        sheet.glow(beam, 34, "#a9e6b4", opacity)
    for size, colour, opacity in (
        (1.3, "#4f9f84", 0.35),
        (1.12, "#8fd3a4", 0.45),
        (1, "#e9ffd6", 1),
    ):
        sheet.shape(ellipse((500, 262), 250 * size, 112 * size), colour, opacity)
    sheet.glow(ellipse((500, 262), 240, 104), 60, "#d9ffc4", 0.7)
    for index in range(9):
        ripple = ellipse((500 + 7 * sin(index), 262), 236 - index * 25, 104 - index * 11.5)
        sheet.line([*ripple, ripple[0]], 2.2, "#5fae8a", 0.5)
    drifter(sheet, (520, 650), 330, -14, "#03100d", arms="up")
    tail = curve(
        [
            (-40, 1010),
            (120, 1120),
            (330, 1180),
            (560, 1120),
            (690, 1010),
            (800, 1000),
            (866, 1070),
            (846, 1170),
            (740, 1210),
        ],
        closed=False,
        steps=40,
    )
    rings = []
    for index, (x, y) in enumerate(tail):
        share = index / (len(tail) - 1)
        width = 74 * (1 - share) + 5
        rings.append(ellipse((x, y), width * 0.5, width * 0.62, steps=40))
    sheet.paint(sheet.cut(*rings), "#020807")
    spine = [(x, y - (74 * (1 - i / len(tail)) + 5) * 0.58) for i, (x, y) in enumerate(tail)]
    sheet.line(spine, 3, "#6fc39a", 0.5)
    for i in range(8, len(spine) - 24, 13):
        x, y = spine[i]
        tall = 44 * (1 - i / len(spine)) + 8
        sheet.shape([(x - 9, y + 4), (x + 3, y - tall), (x + 10, y + 4)], "#020807")
    sheet.shape([(752, 1190), (668, 1238), (752, 1226)], "#020807")
    random = Random(1997)  # noqa: S311 - fixed seed
    for _ in range(46):
        x, y, r = random.gauss(520, 90), random.uniform(330, 1120), random.uniform(2, 9)
        ring = circle((x, y), r, steps=30)
        sheet.line([*ring, ring[0]], 1.6, "#d9ffe0", random.uniform(0.25, 0.7))
    sheet.vignette(0.8)
    return sheet.finish(seed=1997)
