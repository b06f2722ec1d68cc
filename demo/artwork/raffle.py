"""Poster for The Firemen’s Ball: the raffle table."""

from collections.abc import Sequence
from math import atan2, cos, pi, sin

from PIL import Image

from artwork.ink import Point, Sheet, circle, curve, ellipse, turned

EDGE = 930
CLOTH = "#fbf1dc"
INK = "#2a0d14"
SKIN = "#f0b98d"


def firemens_ball() -> Image.Image:
    """Empty plates, one slice of cake, and a hand that reaches over the edge of the table."""
    sheet = Sheet(
        1000,
        1500,
        [(0, "#7a1219"), (0.3, "#c9352a"), (0.52, "#f0802f"), (0.64, "#ffc45a"), (1, "#e79a36")],
    )
    _rays(sheet)
    sheet.glow(circle((500, 640), 250), 90, "#ffe9a8", 0.7)
    sheet.shape(circle((500, 640), 236), "#fff0c4")
    _lanterns(sheet)
    _table(sheet)
    for x, y, size in ((172, 1020, 0.86), (828, 1020, 0.86), (250, 1150, 1.02), (750, 1150, 1.02)):
        _plate(sheet, x, y, 118 * size)
    _stand(sheet, 500, EDGE + 76)
    _cake(sheet, 500, EDGE - 112)
    _hand(sheet)
    sheet.vignette(0.85)
    return sheet.finish(seed=1215)


def _rays(sheet: Sheet) -> None:
    """Rays of light from the centre of the disc, like those of a mirror ball."""
    rays = []
    for ray in range(0, 28, 2):
        edges = [(ray + side) * 2 * pi / 28 for side in (0, 1)]
        rays.append([(500, 640), *((500 + 1400 * cos(a), 640 + 1400 * sin(a)) for a in edges)])
    sheet.paint(sheet.cut(*rays), "#fff0b0", 0.1)


def _lanterns(sheet: Sheet) -> None:
    """Paper lanterns on two strings."""
    colours = ("#fff3d0", "#ffc83d", "#f4f7ff", "#8fd0c4")
    for string, (left, right, sag) in enumerate(((150, 96, 150), (20, 60, 130))):
        rope = [
            (x, left + (right - left) * x / 1000 + sag * sin(pi * x / 1000))
            for x in range(-20, 1021, 10)
        ]
        sheet.line(rope, 4, INK)
        for index, (x, y) in enumerate(rope[8 + 5 * string :: 15]):
            drop, half = y + 52, 38
            colour = colours[(index + string) % len(colours)]
            sheet.line([(x, y), (x, drop - 38)], 3, INK)
            sheet.glow(circle((x, drop), 46), 30, colour, 0.55)
            sheet.shape(ellipse((x, drop), half, 38), colour)
            for rib in (0.34, 0.74):
                ring = ellipse((x, drop), half * rib, 38)
                sheet.line([*ring, ring[0]], 1.6, INK, 0.28)
            for cap in (-37, 37):
                sheet.shape(ellipse((x, drop + cap), 14, 5), INK)


def _table(sheet: Sheet) -> None:
    sheet.shade([(-40, EDGE - 26), (1040, EDGE - 26), (1040, EDGE), (-40, EDGE)], 20, 0.5)
    top = [(60, EDGE), (940, EDGE), (1090, 1290), (-90, 1290)]
    sheet.shape(top, [(0.62, "#fffaf0"), (0.78, CLOTH), (0.86, "#e8d3b0")])
    folds = [(x, 1372 + 16 * cos(x / 1000 * 13 * pi)) for x in range(-20, 1021, 4)]
    sheet.shape(
        [(-90, 1290), (1090, 1290), (1090, 1372), *reversed(folds), (-90, 1372)],
        [(0.86, "#e9d2a8"), (0.92, "#b98a58")],
    )
    sheet.shape([*folds, (1040, 1540), (-40, 1540)], INK)
    for fold in range(14):
        x = -6 + fold * 77
        sheet.line([(x, 1296), (x + (x - 500) * 0.03, 1380)], 3, "#8a5a34", 0.35)
    hem = [(x, y - 18) for x, y in folds]
    sheet.line(hem, 5, "#c9352a")


def _plate(sheet: Sheet, x: float, y: float, across: float) -> None:
    """An empty plate with crumbs and a ticket in front of it."""
    sheet.shade(ellipse((x, y + across * 0.1), across * 1.02, across * 0.36), 12, 0.4)
    sheet.shape(ellipse((x, y), across, across * 0.34), "#ffffff")
    rim = ellipse((x, y), across * 0.95, across * 0.315)
    sheet.line([*rim, rim[0]], 3, "#c9352a")
    sheet.shape(ellipse((x, y + 3), across * 0.66, across * 0.2), "#efe3cc")
    crumbs = ((-0.3, 0.05), (-0.12, -0.06), (0.18, 0.08), (0.33, -0.02), (0.02, 0.11))
    sheet.paint(
        sheet.cut(*(circle((x + u * across, y + v * across), 3.4, steps=12) for u, v in crumbs)),
        "#a8653a",
    )


def _stand(sheet: Sheet, x: float, foot: float) -> None:
    """A glass cake stand."""
    sheet.shade(ellipse((x, foot + 6), 120, 30), 14, 0.45)
    side = [(26, 170), (18, 120), (34, 76), (22, 44), (60, 16), (104, 4), (104, -6)]
    right = curve([(x + u, foot - v) for u, v in side], closed=False, steps=10)
    stem = [*right, *[(2 * x - px, py) for px, py in reversed(right)]]
    sheet.shape(stem, [(0.57, "#ffffff"), (0.68, "#e6d5b4")])
    sheet.shape([(x + 8, foot - 170), *right, (x + 8, foot + 6)], INK, 0.1)
    sheet.shape(ellipse((x, foot - 170), 196, 34), "#d9c49b")
    sheet.shape(ellipse((x, foot - 178), 200, 34), "#ffffff")
    rim = ellipse((x, foot - 178), 188, 30)
    sheet.line([*rim, rim[0]], 3, "#c9352a")


def _cake(sheet: Sheet, x: float, foot: float) -> None:
    """The last slice of cake: two sides, icing and a cherry."""

    def at(u: float, v: float) -> Point:
        return x + u, foot - v

    sheet.shade(ellipse(at(10, -4), 150, 20), 10, 0.4)
    point, back, far = -128, 120, 40
    face = [at(point, 2), at(back, -16), at(back, 128), at(point, 146)]
    sheet.shape(face, "#f6c877")
    for low, colour in ((14, "#8a3a22"), (62, "#fff6e2"), (104, "#8a3a22")):
        sheet.shape(
            [at(point, low + 12), at(back, low - 6), at(back, low + 14), at(point, low + 30)],
            colour,
        )
    end = [at(back, -16), at(back + far, 4), at(back + far, 146), at(back, 128)]
    sheet.shape(end, "#e08f98")
    top = [at(point, 146), at(back, 128), at(back + far, 146), at(back + far - 26, 160)]
    sheet.shape(top, "#ffdfe2")
    drips = [at(point, 148), at(-8, 139), at(back, 130), at(back, 108)]
    for drip in range(8):
        u = back - (back - point) * (drip + 0.5) / 8
        drips += [at(u + 9, 112 + 8 * (drip % 3)), at(u - 9, 126)]
    drips.append(at(point + 2, 132))
    sheet.shape(curve(drips, steps=6), "#ffc4cb")
    sheet.shape(ellipse(at(76, 158), 40, 22), "#fffaf2")
    sheet.shape(ellipse(at(76, 176), 28, 18), "#fffaf2")
    sheet.line(curve([at(78, 204), at(84, 234), at(104, 252)], closed=False), 4, INK)
    sheet.shape(circle(at(76, 200), 26), "#c1121f")
    sheet.shape(ellipse(at(67, 209), 7, 5), "#ff9a9a")


def _hand(sheet: Sheet) -> None:
    """A hand with a cuff with brass buttons that reaches from below towards the stand."""
    wrist, lean = (716, 1110), -21

    def placed(points: Sequence[Point]) -> list[Point]:
        return turned([(wrist[0] + u, wrist[1] - v) for u, v in points], wrist, lean)

    sleeve = placed([(-68, -36), (-84, -240), (-110, -560), (130, -560), (98, -240), (68, -36)])
    palm = placed(
        curve(
            [
                (-42, -40),
                (-54, 56),
                (-58, 116),
                (-30, 140),
                (30, 140),
                (54, 116),
                (50, 50),
                (40, -40),
            ]
        )
    )
    fingers = [
        placed(_finger(start, end, wide))
        for start, end, wide in (
            ((36, 108), (62, 196), 15),
            ((18, 128), (28, 240), 17),
            ((-12, 130), (-16, 262), 18),
            ((-40, 118), (-62, 242), 17),
            ((-40, 40), (-116, 128), 19),
        )
    ]
    sheet.shade([(x + 26, y + 30) for x, y in [*palm, *fingers[2]]], 14, 0.35)
    sheet.shade([(x + 30, y + 26) for x, y in sleeve], 16, 0.45)
    sheet.paint(sheet.cut(palm, *fingers), SKIN)
    for finger in fingers[:4]:
        sheet.line(finger, 2.4, "#a5593c", 0.75)
    sheet.shape(palm, SKIN)
    sheet.line(fingers[4], 2.4, "#a5593c", 0.6)
    sheet.shape(fingers[4], SKIN)
    sheet.shape(placed([(-60, -16), (-64, -40), (64, -40), (60, -16)]), "#fffdf6")
    sheet.shape(sleeve, [(0.74, "#27407e"), (0.88, "#1a2b5c"), (1, "#0c1430")])
    for v in (-54, -64):
        sheet.line(placed([(-67, v), (69, v)]), 4, "#f2c14e")
    for u in (-34, 2):
        button = placed(circle((u, -92), 13))
        sheet.shape(button, "#f2c14e")
        sheet.shape(placed(circle((u - 3, -89), 6)), "#fff0b8")


def _finger(start: Point, end: Point, wide: float) -> list[Point]:
    """A tapered capsule from the knuckle to the tip."""
    angle = atan2(end[1] - start[1], end[0] - start[0])

    def rim(centre: Point, radius: float, turn: float) -> Point:
        return centre[0] + radius * cos(angle + turn), centre[1] + radius * sin(angle + turn)

    round_tip = [rim(end, wide * 0.78, (step / 12 - 0.5) * pi) for step in range(13)]
    return [rim(start, wide, -pi / 2), *round_tip, rim(start, wide, pi / 2)]
