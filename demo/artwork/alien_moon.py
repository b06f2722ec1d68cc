"""Wide pictures of the moon in Alien and Aliens: the wreck, and the colony."""

from random import Random

from PIL import Image

from artwork.city import within
from artwork.ink import Point, Sheet, circle, curve, ellipse, turned
from artwork.people import walker


def alien_lead() -> Image.Image:
    """A horseshoe-shaped wreck in front of a green dawn, and three people with lamps."""
    sheet = Sheet(
        1600,
        900,
        [
            (0, "#1c5047"),
            (0.34, "#3d8068"),
            (0.62, "#8fc08a"),
            (0.75, "#eaf2b4"),
            (0.8, "#3a5f4a"),
            (1, "#020706"),
        ],
    )
    sheet.glow(ellipse((860, 690), 420, 90), 90, "#e6f5b0", 0.6)
    far = curve(
        [
            (-20, 660),
            (180, 610),
            (330, 650),
            (560, 628),
            (820, 668),
            (1130, 640),
            (1340, 600),
            (1640, 650),
            (1640, 920),
            (-20, 920),
        ],
        steps=12,
    )
    sheet.shape(far, "#2c5645", 0.75)
    hull = curve(
        [
            (560, 92),
            (520, 210),
            (548, 372),
            (640, 520),
            (800, 600),
            (980, 596),
            (1130, 500),
            (1206, 352),
            (1216, 228),
            (1180, 150),
            (1236, 236),
            (1262, 380),
            (1220, 560),
            (1100, 716),
            (900, 770),
            (690, 742),
            (520, 620),
            (440, 440),
            (446, 250),
        ],
        steps=16,
    )
    sheet.shade([(x + 14, y + 10) for x, y in hull], 30, 0.5)
    sheet.shape(hull, [(0.1, "#04110e"), (0.5, "#0a211b"), (0.8, "#040b09")])
    inner = curve(
        [
            (560, 92),
            (520, 210),
            (548, 372),
            (640, 520),
            (800, 600),
            (980, 596),
            (1130, 500),
            (1206, 352),
            (1216, 228),
            (1180, 150),
        ],
        closed=False,
        steps=16,
    )
    sheet.line(inner, 3.5, "#cfeea8", 0.55)
    body = sheet.cut(hull)
    for index in range(12):
        share = index / 11
        rib: list[Point] = [(836, 560), (840, 560), (852, 800), (840, 800)]
        rib = turned(rib, (842, 300), 76 - share * 152)
        sheet.paint(within(sheet.cut(rib), body), "#3f8266", 0.5)
    for x, y in ((744, 690), (846, 712), (948, 694)):
        sheet.shape(ellipse((x, y), 17, 27), "#010302")
    sheet.haze([(0.6, 0), (0.78, 110), (0.86, 30), (1, 0)], "#86b98a")
    near = curve(
        [
            (-20, 800),
            (140, 742),
            (300, 790),
            (460, 806),
            (720, 790),
            (980, 812),
            (1240, 770),
            (1420, 720),
            (1640, 786),
            (1640, 960),
            (-20, 960),
        ],
        steps=12,
    )
    sheet.shape(near, [(0.8, "#0a1a15"), (1, "#020504")])
    for x, foot, tall in ((356, 806, 62), (410, 812, 66), (470, 812, 58)):
        sheet.glow(circle((x + 16, foot - tall * 0.55), 26), 22, "#fff6c0", 0.95)
        beam = [
            (x + 14, foot - tall * 0.58),
            (x + 210, foot - tall * 1.3),
            (x + 230, foot - tall * 0.2),
        ]
        sheet.glow(beam, 12, "#f4f2b4", 0.32)
        walker(sheet, x, foot, tall, "#010403", broad=1.15)
        sheet.shape(circle((x + 14, foot - tall * 0.56), 4.5), "#fffbe0")
    sheet.vignette(0.6)
    return sheet.finish(seed=348)


def aliens_lead() -> Image.Image:
    """A drop-ship in a storm above a colony with one lit window."""
    sheet = Sheet(
        1600,
        900,
        [(0, "#050d1d"), (0.45, "#16406b"), (0.72, "#5c9cc4"), (0.82, "#20486b"), (1, "#03070f")],
    )
    random = Random(426)  # noqa: S311 - fixed seed
    for band, (colour, opacity) in enumerate(
        (("#0c2442", 0.85), ("#123459", 0.75), ("#1c4a75", 0.6), ("#2f6a98", 0.45))
    ):
        low = 130 + band * 120
        edge: list[Point] = []
        x = -80.0
        while x < 1700:
            edge.append((x, low + random.uniform(-34, 34)))
            x += random.uniform(70, 150)
        sheet.shape(
            [*curve(edge, closed=False, steps=10), (1700, -20), (-80, -20)], colour, opacity * 0.5
        )
    tower = [
        (1130, 800),
        (1206, 452),
        (1190, 430),
        (1212, 396),
        (1388, 396),
        (1410, 430),
        (1394, 452),
        (1470, 800),
    ]
    sheet.glow(ellipse((1300, 396), 130, 60), 60, "#9fdcff", 0.5)
    sheet.shape(tower, [(0.42, "#0d2744"), (0.9, "#061225")])
    for index in range(6):
        y = 470 + index * 56
        half = 96 + index * 13
        sheet.line([(1300 - half, y), (1300 + half, y)], 5, "#2b6591", 0.5)
    sheet.haze([(0.62, 0), (0.83, 120), (0.9, 40), (1, 0)], "#4f90b8")
    roofs: list[Point] = [(-10, 920), (-10, 770)]
    for x, y in (
        (70, 770),
        (70, 722),
        (210, 722),
        (210, 756),
        (300, 756),
        (318, 690),
        (452, 690),
        (470, 748),
        (560, 748),
        (560, 700),
        (600, 700),
        (600, 742),
        (742, 742),
        (760, 776),
        (900, 776),
        (918, 728),
        (1010, 728),
        (1010, 790),
        (1610, 804),
        (1610, 920),
    ):
        roofs.append((x, y))
    sheet.shape(roofs, [(0.74, "#081a2f"), (1, "#02060d")])
    for x, low, top in ((140, 722, 560), (394, 690, 520), (580, 700, 600), (964, 728, 640)):
        sheet.line([(x, low), (x, top)], 4, "#081a2f")
        sheet.line([(x - 26, top + 34), (x + 26, top + 34)], 3, "#081a2f")
    sheet.glow(circle((672, 772), 30), 26, "#ffae4a", 0.95)
    sheet.shape([(656, 762), (688, 762), (688, 783), (656, 783)], "#ffd58a")
    for beam in ([(704, 356), (560, 800), (720, 800)], [(758, 356), (760, 800), (930, 800)]):
        sheet.glow(beam, 22, "#e9f7ff", 0.34)
    ship = [
        (640, 322),
        (676, 300),
        (716, 288),
        (790, 290),
        (826, 310),
        (846, 306),
        (858, 270),
        (868, 272),
        (872, 318),
        (838, 346),
        (786, 356),
        (690, 352),
    ]
    wing = [(700, 318), (596, 352), (588, 366), (650, 360), (730, 344)]
    sheet.paint(
        sheet.cut(ship, wing, [(770, 330), (884, 362), (890, 374), (830, 368), (740, 348)]),
        "#03080f",
    )
    sheet.line([(640, 322), (676, 300), (716, 288), (790, 290), (826, 310)], 2.6, "#a8dcf8", 0.7)
    for lamp in (704, 758):
        sheet.glow(circle((lamp, 354), 16), 14, "#ffffff", 1)
        sheet.shape(circle((lamp, 354), 6), "#ffffff")
    rain = []
    for _ in range(260):
        at, above = random.uniform(-60, 1640), random.uniform(-60, 900)
        length = random.uniform(30, 110)
        end = (at - length * 0.2, above + length)
        rain.append([(at, above), (at + 1.4, above), (end[0] + 1.4, end[1]), end])
    sheet.paint(sheet.cut(*rain), "#cfeaff", 0.2)
    sheet.vignette(0.6)
    return sheet.finish(seed=679)
