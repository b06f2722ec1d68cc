"""Wide picture for Knives Out: the house in late autumn."""

from math import cos, radians, sin
from random import Random

from PIL import Image

from artwork.ink import Point, Sheet, circle, curve


def knives_out_lead() -> Image.Image:
    """Gables at dusk with one lit attic window, and two dogs on the lawn."""
    sheet = Sheet(
        1600,
        900,
        [
            (0, "#2b1431"),
            (0.3, "#7a2b3a"),
            (0.56, "#dd6a34"),
            (0.72, "#ffc46a"),
            (0.78, "#8a3f22"),
            (1, "#12080c"),
        ],
    )
    sheet.glow(circle((560, 640), 210), 110, "#ffe0a0", 0.6)
    sheet.shape(circle((560, 640), 104), "#fff0c8", 0.9)
    hills = curve(
        [
            (-20, 660),
            (220, 626),
            (480, 654),
            (800, 620),
            (1180, 650),
            (1640, 610),
            (1640, 760),
            (-20, 760),
        ],
        steps=12,
    )
    sheet.shape(hills, "#8f4028")
    for x, foot, tall, lean in (
        (150, 745, 470, 14),
        (330, 725, 300, -8),
        (1470, 740, 520, -18),
        (1330, 722, 280, 6),
    ):
        _tree(sheet, x, foot, tall, lean)
    _house(sheet)
    lawn = curve(
        [(-20, 742), (300, 724), (760, 716), (1240, 722), (1640, 748), (1640, 960), (-20, 960)],
        steps=12,
    )
    sheet.shape(lawn, [(0.79, "#5a2418"), (0.88, "#260f0f"), (1, "#0c0507")])
    sheet.glow([(1046, 722), (1088, 722), (1030, 900), (930, 900)], 40, "#ffb45a", 0.3)
    _leaves(sheet)
    _dog(sheet, 536, 722, 92)
    _dog(sheet, 388, 727, 98)
    sheet.vignette(0.6)
    return sheet.finish(seed=85)


def _house(sheet: Sheet) -> None:
    dark = "#14080d"
    parts: list[list[Point]] = [
        [(780, 730), (780, 470), (1300, 470), (1300, 730)],
        [(752, 476), (838, 330), (1240, 330), (1328, 476)],
        [(800, 730), (800, 420), (890, 262), (980, 420), (980, 730)],
        [(786, 428), (890, 244), (994, 428), (976, 428), (890, 272), (804, 428)],
        [(1130, 730), (1130, 440), (1200, 316), (1270, 440), (1270, 730)],
        [(1116, 448), (1200, 298), (1284, 448), (1268, 448), (1200, 324), (1132, 448)],
        [(1012, 470), (1012, 250), (1112, 250), (1112, 470)],
        [(1000, 256), (1062, 118), (1124, 256)],
        [(1059, 128), (1062, 70), (1065, 128)],
        [(1300, 730), (1300, 560), (1420, 560), (1420, 730)],
        [(1286, 566), (1330, 500), (1400, 500), (1436, 566)],
        [(690, 730), (690, 600), (790, 600), (790, 730)],
        [(676, 606), (712, 552), (790, 552), (790, 606)],
        [(930, 340), (930, 232), (966, 232), (966, 340)],
        [(925, 236), (925, 224), (971, 224), (971, 236)],
        [(1236, 350), (1236, 210), (1276, 210), (1276, 350)],
        [(1231, 214), (1231, 202), (1281, 202), (1281, 214)],
        [(1370, 520), (1370, 440), (1398, 440), (1398, 520)],
    ]
    sheet.glow(parts[1], 40, "#ffb26a", 0.25)
    sheet.paint(sheet.cut(*parts), dark)
    rims = (
        [(786, 428), (890, 244)],
        [(1116, 448), (1200, 298)],
        [(1000, 256), (1062, 118)],
        [(676, 606), (712, 552)],
    )
    for rim in rims:
        sheet.line(rim, 3, "#ffb56a", 0.75)
    panes = []
    for x, y, wide, tall in (
        (820, 480, 30, 62),
        (876, 480, 30, 62),
        (932, 480, 30, 62),
        (820, 600, 30, 76),
        (932, 600, 30, 76),
        (1020, 500, 34, 66),
        (1072, 500, 34, 66),
        (1150, 486, 28, 60),
        (1186, 486, 28, 60),
        (1222, 486, 28, 60),
        (1150, 604, 28, 74),
        (1222, 604, 28, 74),
        (1330, 606, 26, 60),
        (1376, 606, 26, 60),
        (716, 632, 24, 52),
        (1034, 380, 22, 44),
        (1070, 380, 22, 44),
        (876, 350, 28, 50),
        (1188, 380, 24, 44),
    ):
        panes.append([(x, y + tall), (x, y), (x + wide, y), (x + wide, y + tall)])
    sheet.paint(sheet.cut(*panes), "#4a1f22", 0.9)
    sheet.shape([(1050, 730), (1050, 640), (1068, 618), (1086, 640), (1086, 730)], "#3a171a")
    attic = [(1048, 318), (1048, 286), (1062, 270), (1076, 286), (1076, 318)]
    sheet.glow(attic, 34, "#ffcf6a", 1)
    sheet.glow(attic, 10, "#fff0b4", 1)
    sheet.shape(attic, "#fff0b8")
    sheet.line([(1062, 270), (1062, 318)], 2.4, dark)
    sheet.line([(1048, 296), (1076, 296)], 2.4, dark)


def _tree(sheet: Sheet, x: float, foot: float, tall: float, lean: float) -> None:
    """A tree with few leaves."""
    random = Random(round(x))  # noqa: S311 - fixed seed
    twigs: list[list[Point]] = []
    leaves: list[list[Point]] = []

    def grow(start: Point, angle: float, length: float, width: float, order: int) -> None:
        end = (start[0] + length * sin(radians(angle)), start[1] - length * cos(radians(angle)))
        across = (cos(radians(angle)) * width / 2, sin(radians(angle)) * width / 2)
        tip = 0.62
        twigs.append(
            [
                (start[0] - across[0], start[1] - across[1]),
                (end[0] - across[0] * tip, end[1] - across[1] * tip),
                (end[0] + across[0] * tip, end[1] + across[1] * tip),
                (start[0] + across[0], start[1] + across[1]),
            ]
        )
        if order == 0:
            if random.random() < 0.35:
                leaves.append(circle(end, random.uniform(2, 4.4), steps=10))
            return
        for turn in (-28, 4, 30) if order > 2 else (-24, 26):
            grow(
                end,
                angle + turn + random.uniform(-12, 12),
                length * random.uniform(0.62, 0.8),
                width * 0.62,
                order - 1,
            )

    grow((x, foot), lean, tall * 0.3, tall * 0.06, 6)
    sheet.paint(sheet.cut(*twigs), "#1a0a0f")
    sheet.paint(sheet.cut(*leaves), "#ff8a3a", 0.9)


def _leaves(sheet: Sheet) -> None:
    random = Random(1127)  # noqa: S311 - fixed seed
    for colour in ("#e2662c", "#f2a24a", "#8a2f22"):
        fallen = []
        for _ in range(120):
            x, y = random.uniform(0, 1600), 735 + 165 * random.random() ** 1.4
            size = 1.2 + (y - 735) * 0.026
            fallen.append(
                [
                    (x, y),
                    (x + size * 2, y - size),
                    (x + size * 3.4, y + size * 0.4),
                    (x + size * 1.5, y + size),
                ]
            )
        sheet.paint(sheet.cut(*fallen), colour, 0.75)


def _dog(sheet: Sheet, x: float, foot: float, long: float) -> None:
    """A dog that runs to the right."""

    def at(u: float, v: float) -> Point:
        return x + u * long, foot - v * long

    body = curve(
        [
            at(0, 0.36),
            at(0.14, 0.44),
            at(0.42, 0.42),
            at(0.68, 0.47),
            at(0.8, 0.56),
            at(0.9, 0.6),
            at(1.02, 0.55),
            at(1.1, 0.49),
            at(1.08, 0.45),
            at(0.96, 0.46),
            at(0.86, 0.42),
            at(0.76, 0.28),
            at(0.6, 0.22),
            at(0.4, 0.28),
            at(0.2, 0.24),
            at(0.04, 0.26),
        ],
        steps=10,
    )
    limbs = (
        [
            at(0.05, 0.38),
            at(0.2, 0.3),
            at(0.06, 0.16),
            at(-0.16, 0.1),
            at(-0.28, 0.13),
            at(-0.27, 0.09),
            at(-0.14, 0.04),
            at(0.02, 0.1),
        ],
        [
            at(0.12, 0.34),
            at(0.26, 0.28),
            at(0.16, 0.12),
            at(-0.04, 0.02),
            at(-0.14, 0.02),
            at(-0.13, -0.01),
            at(-0.02, -0.02),
            at(0.12, 0.06),
        ],
        [
            at(0.66, 0.34),
            at(0.8, 0.36),
            at(1.0, 0.22),
            at(1.14, 0.2),
            at(1.15, 0.16),
            at(1.0, 0.15),
            at(0.82, 0.24),
        ],
        [
            at(0.6, 0.3),
            at(0.74, 0.3),
            at(0.92, 0.1),
            at(1.04, 0.06),
            at(1.04, 0.03),
            at(0.9, 0.04),
            at(0.7, 0.18),
        ],
        curve(
            [
                at(0.04, 0.42),
                at(-0.12, 0.5),
                at(-0.26, 0.62),
                at(-0.22, 0.62),
                at(-0.1, 0.54),
                at(0.04, 0.36),
            ],
            steps=8,
        ),
        [at(0.84, 0.6), at(0.78, 0.5), at(0.84, 0.44), at(0.9, 0.56)],
    )
    sheet.shade([(px + 8, foot + 6 + (foot - py) * 0.06) for px, py in body], 8, 0.5)
    sheet.paint(sheet.cut(body, *limbs), "#0c0508")
