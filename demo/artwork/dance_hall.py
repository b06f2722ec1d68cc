"""Wide picture for The Firemen’s Ball: the dance hall from outside, in the snow."""

from math import sin
from random import Random

from PIL import Image

from artwork.ink import Point, Sheet, circle, curve, ellipse

NIGHT = "#0a1028"
SNOW = "#dfe7fb"
WINDOWS = [706, 828, 950, 1182, 1304, 1426]
DOOR = 1066
SILL, SPRING = 626, 486


def firemens_ball_lead() -> Image.Image:
    """A dance hall with lit windows, and a snow-covered fire engine in front of it."""
    sheet = Sheet(
        1600,
        900,
        [(0, "#0a1230"), (0.4, "#182a5c"), (0.66, "#4a4a86"), (0.76, "#8a6487"), (1, "#10183a")],
    )
    _mountains(sheet)
    _hall(sheet)
    _ground(sheet)
    _engine(sheet, 150, 762)
    _snowfall(sheet)
    sheet.vignette(0.6)
    return sheet.finish(seed=1967)


def _mountains(sheet: Sheet) -> None:
    far = [(-20, 560), (150, 452), (300, 520), (470, 400), (640, 500), (860, 380), (1100, 480)]
    far += [(1330, 396), (1500, 470), (1640, 420), (1640, 720), (-20, 720)]
    sheet.shape(curve(far, steps=12), "#5b5a94", 0.7)
    random = Random(1215)  # noqa: S311 - fixed seed
    pines = []
    for _ in range(70):
        x = random.uniform(-20, 1620)
        foot, tall = 690 + random.uniform(-8, 8), random.uniform(60, 150)
        pines.append([(x - tall * 0.2, foot), (x, foot - tall), (x + tall * 0.2, foot)])
    sheet.paint(sheet.cut(*pines), "#1a2150")


def _hall(sheet: Sheet) -> None:
    wall = [(640, 720), (640, 428), (1496, 428), (1496, 720)]
    gable = [(918, 447), (1066, 268), (1214, 447)]
    sheet.glow(wall, 90, "#ffb04a", 0.35)
    sheet.paint(sheet.cut(wall, gable, [(1246, 400), (1246, 250), (1290, 250), (1290, 400)]), NIGHT)
    sheet.shape([(604, 432), (664, 330), (1472, 330), (1532, 432)], NIGHT)
    for side in (-1, 1):
        _roof(sheet, side)
    sheet.paint(sheet.cut(gable), "#111a3c")
    for side in (-1, 1):
        sheet.shape(
            [
                (1066, 252),
                (1066 + side * 152, 438),
                (1066 + side * 132, 446),
                (1066, 282),
            ],
            SNOW,
        )
    sheet.shape([(1238, 252), (1268, 236), (1298, 252), (1298, 260), (1238, 260)], SNOW)
    for x, sway in zip(WINDOWS, (-6, 10, 22, -16, 0, 2), strict=True):
        _window(sheet, x, sway)
    sheet.glow(circle((1066, 376), 26), 26, "#ffcf7a", 0.9)
    sheet.shape(circle((1066, 376), 26), "#ffe2a0")
    for spoke in ([(1066, 350), (1066, 402)], [(1040, 376), (1092, 376)]):
        sheet.line(spoke, 3, NIGHT)
    door = [(DOOR - 44, 720), (DOOR - 44, 560), (DOOR + 44, 560), (DOOR + 44, 720)]
    sheet.glow(door, 40, "#ffb04a", 0.8)
    sheet.shape(door, [(0.62, "#fff0bf"), (0.8, "#ffb347")])
    sheet.paint(
        sheet.cut(
            [(DOOR - 58, 560), (DOOR - 58, 548), (DOOR + 58, 548), (DOOR + 58, 560)],
            [(DOOR - 3, 560), (DOOR + 3, 560), (DOOR + 3, 720), (DOOR - 3, 720)],
        ),
        NIGHT,
    )
    sheet.shape([(DOOR - 62, 548), (DOOR - 50, 536), (DOOR + 50, 536), (DOOR + 62, 548)], SNOW)


def _roof(sheet: Sheet, side: int) -> None:
    """Half of the roof, from the gable outwards, with snow over the eaves."""
    eaves = [(60, 438), (140, 430), (230, 443), (310, 432), (390, 444), (446, 434), (474, 440)]
    outline = [(0, 320), (408, 320), (424, 330), *reversed(curve(eaves, closed=False, steps=10))]
    slope = [(DOOR + side * x, y) for x, y in outline]
    sheet.shape([(x, y + 7) for x, y in slope], "#060a1c")
    sheet.shape(slope, [(0.34, SNOW), (0.5, "#8795c8")])


def _arch(x: float, half: float) -> list[Point]:
    top = [(px, py) for px, py in ellipse((x, SPRING), half, half * 0.9) if py <= SPRING]
    return [(x + half, SILL), *sorted(top, key=lambda point: -point[0]), (x - half, SILL)]


def _window(sheet: Sheet, x: float, sway: float) -> None:
    pane = _arch(x, 40)
    sheet.glow(pane, 34, "#ffb04a", 0.8)
    sheet.shape(pane, [(0.48, "#fff2c4"), (0.6, "#ffcf6a"), (0.7, "#f08a35")])
    garland = [(x - 40 + step * 4, 470 + 14 * sin(step / 20 * 3.1416)) for step in range(21)]
    sheet.line(garland, 2.4, "#c1272d")
    if x != WINDOWS[4]:
        _couple(sheet, pane, x + sway, turn=1 if x in WINDOWS[::2] else -1)
    else:
        _tuba(sheet, pane, x)
    sheet.line([(x, SPRING - 36), (x, SILL)], 2.6, NIGHT)
    sheet.line([(x - 40, SPRING), (x + 40, SPRING)], 2.6, NIGHT)
    sheet.shape([(x - 48, SILL), (x + 48, SILL), (x + 48, SILL + 8), (x - 48, SILL + 8)], SNOW)


def _couple(sheet: Sheet, pane: list[Point], x: float, *, turn: int) -> None:
    """A dancing couple from the knees up, clipped by the window."""

    def at(u: float, v: float) -> Point:
        return x + turn * u + v * (x % 9 - 4) * 0.02, SILL - v + x % 7 * 1.6

    dancers = (
        ellipse(at(-12, 108), 9, 11),
        curve([at(-30, 0), at(-27, 60), at(-24, 92), at(-4, 92), at(-2, 60), at(-4, 0)], steps=8),
        ellipse(at(10, 98), 8.5, 10),
        ellipse(at(16, 101), 6, 8),
        curve([at(0, 0), at(4, 50), at(2, 80), at(18, 82), at(19, 52), at(36, 0)], steps=8),
        [at(-14, 88), at(14, 78), at(15, 70), at(-14, 76)],
        [at(-8, 86), at(30, 92), at(31, 87), at(-6, 76)],
    )
    _inside(sheet, pane, dancers)


def _tuba(sheet: Sheet, pane: list[Point], x: float) -> None:
    player = (
        ellipse((x - 10, SILL - 84), 10, 12),
        curve([(x - 34, SILL), (x - 30, SILL - 62), (x - 10, SILL - 72), (x + 14, SILL)], steps=8),
        ellipse((x + 6, SILL - 40), 20, 26),
        [
            (x + 2, SILL - 50),
            (x - 6, SILL - 118),
            (x + 38, SILL - 126),
            (x + 20, SILL - 60),
            (x + 18, SILL - 36),
        ],
    )
    _inside(sheet, pane, player)


def _inside(sheet: Sheet, pane: list[Point], shapes: tuple[list[Point], ...]) -> None:
    mask = sheet.cut(*shapes)
    sheet.paint(Image.composite(mask, Image.new("L", mask.size), sheet.cut(pane)), "#3a1020")


def _ground(sheet: Sheet) -> None:
    field = [(-20, 726), (260, 704), (620, 716), (1060, 708), (1500, 716), (1640, 704)]
    sheet.shape(
        [*curve(field, closed=False), (1640, 920), (-20, 920)],
        [(0.78, "#aebbe6"), (0.88, "#6478b8"), (1, "#26336e")],
    )
    for x in WINDOWS:
        lean = (x - DOOR) * 0.34
        sheet.glow(
            [(x - 36, 722), (x + 36, 722), (x + 74 + lean, 850), (x - 74 + lean, 850)],
            16,
            "#ff9a3c",
            0.42,
        )
    sheet.glow(
        [(DOOR - 44, 716), (DOOR + 44, 716), (DOOR + 150, 910), (DOOR - 150, 910)],
        14,
        "#ffb04a",
        0.6,
    )
    random = Random(73)  # noqa: S311 - fixed seed
    prints = []
    for track in range(5):
        start, bend = 880 + track * 92, random.uniform(-60, 60)
        for step in range(15):
            share = step / 14
            x = start + (DOOR - start) * share + bend * sin(share * 3.1416)
            y = 884 - 158 * share**0.8
            size = 7 - 4.6 * share
            prints.append(ellipse((x + (size if step % 2 else -size), y), size * 0.7, size * 0.36))
    sheet.paint(sheet.cut(*prints), "#33407c", 0.6)


def _engine(sheet: Sheet, x: float, foot: float) -> None:
    """A fire engine in profile that faces left."""

    def at(u: float, v: float) -> Point:
        return x + u, foot - v

    sheet.shade([at(-30, 4), at(480, 4), at(520, -34), at(-50, -34)], 16, 0.55)
    body = curve(
        [at(0, 34), at(2, 74), at(14, 92), at(60, 100), at(94, 104), at(112, 164), at(128, 176)],
        closed=False,
        steps=10,
    )
    cabin = [*body, at(228, 178), at(236, 150), at(236, 28), at(0, 28)]
    box = [at(236, 28), at(236, 138), at(452, 138), at(458, 130), at(458, 28)]
    red = [(0.64, "#f0442e"), (0.76, "#c3201f"), (0.84, "#6d0e1c")]
    sheet.paint(sheet.cut(cabin, box), red)
    sheet.line(body, 3, "#ffb09a", 0.7)
    sheet.paint(
        sheet.cut(
            [at(116, 112), at(128, 162), at(166, 164), at(166, 112)],
            [at(176, 112), at(176, 164), at(218, 164), at(222, 112)],
        ),
        [(0.66, "#ffdf9a"), (0.72, "#5a5f92")],
    )
    lockers = [[at(u, 46), at(u, 122), at(u + 58, 122), at(u + 58, 46)] for u in (248, 314, 380)]
    sheet.paint(sheet.cut(*lockers), "#8a1420", 0.9)
    for u in (248, 314, 380):
        sheet.line([at(u + 22, 82), at(u + 36, 82)], 4, "#f3d79a")
    sheet.line([at(4, 60), at(458, 60)], 4, "#ffe9c4", 0.85)
    rails = [[at(150, v), at(500, v + 6)] for v in (196, 212)]
    for rail in rails:
        sheet.line(rail, 6, "#e9c078")
    for rung in range(13):
        sheet.line([at(160 + rung * 27, 196), at(160 + rung * 27, 214)], 4, "#e9c078")
    for post in (246, 330, 440):
        sheet.line([at(post, 138), at(post, 200)], 5, "#3a0d18")
    sheet.glow(circle(at(150, 192), 16), 22, "#5aa6ff", 0.9)
    sheet.shape([at(138, 178), at(138, 194), at(150, 204), at(162, 194), at(162, 178)], "#9cc8ff")
    for hub in (86, 356):
        arch = [(px, py) for px, py in circle(at(hub, 26), 48) if py <= foot - 26]
        sheet.shape(arch, "#2b0a16")
        sheet.shape(circle(at(hub, 24), 38), "#0b0c1c")
        sheet.shape(circle(at(hub, 24), 17), "#d9b26a")
        sheet.shape(circle(at(hub, 24), 7), "#5a1016")
    lamp = circle(at(10, 72), 11)
    sheet.glow([at(6, 80), at(6, 62), at(-190, 6), at(-190, 66)], 14, "#ffe6a8", 0.5)
    sheet.glow(lamp, 18, "#fff0c0", 1)
    sheet.shape(lamp, "#fff6d8")
    caps = (
        curve([at(126, 176), at(150, 190), at(200, 188), at(234, 176), at(180, 174)], steps=8),
        curve([at(22, 94), at(50, 108), at(96, 106), at(60, 98)], steps=8),
        curve([at(238, 136), at(270, 148), at(340, 142), at(400, 150), at(456, 136)], steps=8),
        curve([at(300, 216), at(340, 226), at(420, 224), at(498, 218), at(400, 214)], steps=8),
    )
    sheet.paint(sheet.cut(*caps), SNOW)
    bank = [(-40, 768), at(-30, 0), at(30, 18), at(90, 6), at(150, 12), at(230, 24), at(310, 8)]
    bank += [at(370, 14), at(450, 32), at(540, 6), (800, 822), (980, 880), (1080, 940)]
    sheet.shape(
        [*curve(bank, closed=False, steps=12), (-40, 940)],
        [(0.81, "#c3cff3"), (0.88, "#7284c4"), (1, "#1d2a62")],
    )


def _snowfall(sheet: Sheet) -> None:
    random = Random(1412)  # noqa: S311 - fixed seed
    for count, size, opacity in ((520, 1.5, 0.55), (260, 2.4, 0.75), (80, 4.2, 0.85)):
        flakes = [
            circle(
                (random.uniform(0, 1600), random.uniform(0, 900)),
                size * random.uniform(0.7, 1.2),
                steps=12,
            )
            for _ in range(count)
        ]
        sheet.paint(sheet.cut(*flakes), "#f4f7ff", opacity)
    embers = []
    for spark in range(40):
        rise = (spark / 39) ** 0.8
        x = 1268 + 70 * rise + 40 * sin(rise * 6) * rise + random.gauss(0, 4 + 34 * rise)
        embers.append((x, 232 - 220 * rise, random.uniform(1.4, 3.4) - rise))
    for x, y, size in embers[::3]:
        sheet.glow(circle((x, y), size * 2, steps=12), 7, "#ff7a2a", 0.9)
    sheet.paint(sheet.cut(*(circle((x, y), size, steps=12) for x, y, size in embers)), "#ffb45a")
