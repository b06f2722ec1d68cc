"""Pictures for the Blade Runner films, each with a round light and a small figure."""

from random import Random

from PIL import Image

from artwork.city import kerb, pyramid, rain, skyline, slab, within
from artwork.ink import Point, Sheet, Stops, circle, curve
from artwork.people import head, sitter, walker

EMBER: Stops = [
    (0, "#3a0d0a"),
    (0.3, "#a5330d"),
    (0.56, "#f08a1d"),
    (0.7, "#ffcf70"),
    (0.78, "#e98a2b"),
    (1, "#5a1a0c"),
]


def blade_runner_2049() -> Image.Image:
    """A corridor of slabs in orange dust; a man walks towards the sun at its end."""
    sheet = Sheet(1000, 1500, EMBER)
    sheet.glow(circle((500, 830), 330), 150, "#ff9a2e", 0.55)
    sheet.shape(circle((500, 800), 236), [(0.35, "#fff3d0"), (0.62, "#ffb347")])
    slabs = [
        (8, 360, 640, "#e2862d", 0.55),
        (7, 318, 520, "#c8641c", 0.6),
        (6, 262, 660, "#ac4a14", 0.7),
        (5, 205, 330, "#8a330f", 0.78),
        (4, 150, 560, "#6a220c", 0.88),
        (2, 92, 170, "#43120a", 0.95),
        (0, 42, 420, "#230807", 1),
    ]
    for step, inner, top, colour, opacity in slabs:
        for mirror in (False, True):
            rise = top + (70 if mirror and step % 2 else 0)
            outline = slab(inner, rise, lean=10 + step * 2)
            sheet.shape([(1000 - x, y) for x, y in outline] if mirror else outline, colour, opacity)
        if step in (7, 5, 2):
            sheet.haze([(0.42, 0), (0.7, 70), (0.84, 30), (1, 0)], "#ffb35a")
    ground = [(0, 1500), (0, kerb(0)), (500, kerb(500)), (1000, kerb(0)), (1000, 1500)]
    sheet.shape(ground, [(0.74, "#e0842f"), (0.84, "#8a3a12"), (1, "#2a0a07")], 0.6)
    sheet.glow([(470, 1130), (530, 1130), (640, 1500), (360, 1500)], 46, "#ff8c2a", 0.5)
    walker(sheet, 500, 1236, 132, "#190504", shadow=262)
    sheet.vignette(0.8)
    return sheet.finish(seed=2049)


def blade_runner_2049_lead() -> Image.Image:
    """Colossal heads, half sunk in an orange desert, and somebody walking among them."""
    sheet = Sheet(
        1600,
        900,
        [
            (0, "#7c250b"),
            (0.35, "#cf5c14"),
            (0.66, "#f6a43f"),
            (0.78, "#ffce7c"),
            (0.82, "#d97a24"),
            (1, "#4d150a"),
        ],
    )
    sheet.glow(circle((1010, 610), 190), 110, "#ffd890", 0.8)
    for left, foot, size, colour, opacity, flip in (
        (885, 700, 270, "#d27425", 0.6, False),
        (560, 715, 330, "#bd5c1a", 0.75, True),
        (1130, 735, 610, "#8f3710", 0.9, True),
        (-70, 765, 730, "#64200c", 0.96, False),
    ):
        sheet.shape(head(left, foot, size, flip=flip), colour, opacity)
        sheet.haze([(0.45, 0), (0.76, 46), (0.86, 12), (1, 0)], "#ffb960")
    sheet.shape(
        curve(
            [(-20, 735), (420, 748), (760, 722), (1180, 746), (1640, 730), (1640, 960), (-20, 960)],
            steps=12,
        ),
        [(0.78, "#c3651d"), (1, "#3d0f08")],
        0.97,
    )
    walker(sheet, 860, 812, 74, "#1d0605", shadow=76)
    sheet.vignette(0.6)
    return sheet.finish(seed=2050)


def blade_runner() -> Image.Image:
    """An eye over the city with a pyramid as its pupil, flames and rain."""
    sheet = Sheet(
        1000, 1500, [(0, "#04121a"), (0.45, "#0c3a45"), (0.75, "#0a2530"), (1, "#03080d")]
    )
    centre = (500.0, 640.0)
    white = curve(
        [
            (30, 676),
            (235, 500),
            (500, 420),
            (765, 500),
            (970, 640),
            (770, 826),
            (500, 890),
            (230, 830),
        ]
    )
    sheet.glow(white, 120, "#1d8a8c", 0.5)
    sheet.shape(white, [(0.2, "#0f4f58"), (0.44, "#9fd2c4"), (0.64, "#0d434d")])
    iris = Sheet(1000, 1500, [(0.26, "#ffd98a"), (0.42, "#f0822a"), (0.6, "#5d1412")])
    for ring, colour in ((196, "#3a0d12"), (150, "#ffb84a"), (143, "#c2451c")):
        iris.line([*circle(centre, ring), (centre[0] + ring, centre[1])], 5, colour, 0.55)
    _spokes(iris, centre, 138, 246)
    lids = sheet.cut(white)
    sheet.paint(within(sheet.cut(circle(centre, 270)), lids), "#041016", 0.85)
    sheet.image.paste(iris.image, (0, 0), within(sheet.cut(circle(centre, 252)), lids))
    sheet.shape(circle(centre, 134), [(0.34, "#1a0508"), (0.47, "#7a1d12"), (0.51, "#ffb347")])
    pyramid(sheet, 500, 740, 190)
    sheet.shape(circle((418, 552), 20), "#fff6dc", 0.9)
    sheet.shade(
        curve(
            [
                (20, 670),
                (235, 470),
                (500, 385),
                (765, 470),
                (980, 640),
                (765, 540),
                (500, 462),
                (235, 540),
            ]
        ),
        20,
        0.72,
    )
    skyline(sheet, 1500, "#02060a")
    rain(sheet, seed=1982)
    sheet.vignette(0.9)
    return sheet.finish(seed=1982)


def black_out_2022() -> Image.Image:
    """A white flash over a city whose windows have gone dark."""
    sheet = Sheet(1000, 1500, [(0, "#0b0b12"), (0.5, "#25242f"), (1, "#08080c")])
    centre = (500.0, 520.0)
    for ring, opacity in ((470, 0.05), (390, 0.07), (312, 0.1), (240, 0.14)):
        sheet.shape(circle(centre, ring), "#e9e4d4", opacity)
    sheet.glow(circle(centre, 190), 90, "#fff4d8", 0.7)
    sheet.shape(circle(centre, 172), "#fbf6e6")
    random = Random(2022)  # noqa: S311 - fixed seed
    left, windows = -24, 0
    while left < 1000:
        wide = random.choice((82, 106, 130, 154))
        top = 800 + random.randrange(0, 330, 30) + abs(left + wide // 2 - 500) // 4
        tower = [(left, 1500), (left, top), (left + wide, top), (left + wide, 1500)]
        sheet.shape(tower, "#050509")
        sheet.shape(
            [(left, top), (left + wide, top), (left + wide, top + 5), (left, top + 5)],
            "#d8d2c0",
            0.5,
        )
        for x in range(left + 18, left + wide - 20, 24):
            for y in range(top + 22, 1480, 34):
                windows += 1
                lit = "#ff4a26" if windows == 170 else "#1b1a24"
                sheet.shape([(x, y), (x + 14, y), (x + 14, y + 20), (x, y + 20)], lit)
        left += wide + 8
    sheet.vignette(0.7)
    return sheet.finish(seed=2022)


def nexus_dawn() -> Image.Image:
    """A white sun behind a long table with one standing and four sitting people."""
    sheet = Sheet(
        1000,
        1500,
        [(0, "#5d0f12"), (0.42, "#b8261c"), (0.69, "#e8573a"), (0.694, "#2b0708"), (1, "#120304")],
    )
    sheet.glow(circle((500, 1020), 330), 90, "#ff8a5c", 0.6)
    sun = sheet.cut(circle((500, 1030), 330))
    sun.paste(0, (0, 1040 * 3, 3000, 4500))
    sheet.paint(sun, [(0.44, "#fff8ea"), (0.7, "#ffd9b0")])
    walker(sheet, 500, 1120, 316, "#160304")
    for x in (176, 318, 682, 824):
        sitter(sheet, x, 1042, "#160304")
    sheet.shape(
        [(0, 1040), (1000, 1040), (1000, 1500), (0, 1500)],
        [(0.69, "#3d0a0a"), (0.8, "#240606"), (1, "#100203")],
    )
    sheet.shape([(60, 1040), (940, 1040), (960, 1072), (40, 1072)], "#160304")
    sheet.glow([(300, 1090), (700, 1090), (820, 1520), (180, 1520)], 70, "#c2341f", 0.5)
    sheet.vignette(0.7)
    return sheet.finish(seed=2036)


def nowhere_to_run() -> Image.Image:
    """Two black walls, and a big man in the rose light between them."""
    sheet = Sheet(1000, 1500, [(0, "#2c0b3f"), (0.4, "#a31d62"), (0.7, "#ff6f61"), (1, "#3b0c37")])
    sheet.glow(circle((507, 900), 210), 100, "#ffc29a", 0.8)
    sheet.shape(circle((507, 400), 92), "#ffe3c4")
    for colour, left, right in (
        ("#6d1550", 360, 716),
        ("#3c0b38", 300, 770),
        ("#12041a", 210, 850),
    ):
        sheet.shape([(0, 0), (left, 0), (left + 46, 1180), (0, 1500)], colour)
        sheet.shape([(1000, 0), (right, 0), (right - 46, 1180), (1000, 1500)], colour)
    sheet.shape([(0, 1500), (262, 1178), (800, 1178), (1000, 1500)], "#0d0313", 0.75)
    sheet.glow([(447, 1190), (567, 1190), (637, 1520), (377, 1520)], 40, "#ff6f61", 0.5)
    walker(sheet, 507, 1250, 380, "#0a0210", broad=1.2, shadow=250)
    rain(sheet, seed=2048, colour="#ffb7b0", count=110)
    sheet.vignette(0.7)
    return sheet.finish(seed=2048)


def _spokes(sheet: Sheet, centre: Point, inner: float, outer: float) -> None:
    """The fibres of an iris."""
    random = Random(7)  # noqa: S311 - fixed seed
    rim = circle((0, 0), 1, steps=180)
    for x, y in rim:
        near, far = inner + random.random() * 20, outer - random.random() * 70
        colour = random.choice(("#ffe2a0", "#3b0b0e", "#ff9c3a"))
        sheet.line(
            [
                (centre[0] + x * near, centre[1] + y * near),
                (centre[0] + x * far, centre[1] + y * far),
            ],
            1.6,
            colour,
            0.42,
        )
