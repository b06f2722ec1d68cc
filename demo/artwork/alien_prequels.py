"""Pictures for Prometheus and Alien: Covenant, each with a small figure."""

from math import cos, pi, sin
from random import Random

from PIL import Image

from artwork.ink import Sheet, circle, curve, ellipse, turned
from artwork.people import head, walker
from artwork.wilds import cliff, cypress


def prometheus() -> Image.Image:
    """A star map in a dark hall, with a small person in the middle."""
    sheet = Sheet(1000, 1500, [(0, "#02080d"), (0.5, "#0a2a35"), (0.78, "#0d3b44"), (1, "#020709")])
    centre = (500.0, 640.0)
    sheet.glow(circle(centre, 300), 130, "#1f8f9a", 0.55)
    random = Random(2093)  # noqa: S311 - fixed seed
    for index, radius in enumerate((110, 168, 232, 300, 372, 450)):
        tilt = (-24, 38, -62, 14, 74, -8)[index]
        ring = turned(
            ellipse(centre, radius, radius * (0.34, 0.5, 0.28, 0.62, 0.4, 0.86)[index]),
            centre,
            tilt,
        )
        sheet.line([*ring, ring[0]], 2.4, "#8fe0d8", 0.55)
        first = random.randrange(80)
        for at in (first, first + 73, first + 151):
            size = random.uniform(6, 20)
            sheet.glow(circle(ring[at], size * 1.8), 16, "#ffc56a", 0.7)
            sheet.shape(circle(ring[at], size), random.choice(("#ffe3ab", "#f0a84a", "#bff3e8")))
    stars = []
    for _ in range(520):
        angle, far = random.uniform(0, 2 * pi), 500 * random.random() ** 0.6
        size = random.choice((0.9, 1.1, 1.5, 2.4))
        stars.append(
            circle(
                (centre[0] + far * cos(angle), centre[1] + far * 1.1 * sin(angle)), size, steps=10
            )
        )
    sheet.paint(sheet.cut(*stars), "#d9fff6", 0.8)
    sheet.glow(circle(centre, 46), 34, "#fff0c4", 1)
    sheet.shape(circle(centre, 34), "#fffbe8")
    floor = [(0, 1180), (1000, 1180), (1000, 1500), (0, 1500)]
    sheet.shape(floor, [(0.78, "#0a2e36"), (0.88, "#041317"), (1, "#010405")])
    for half, opacity in ((420, 0.16), (290, 0.2), (170, 0.3)):
        sheet.shape(ellipse((500, 1250), half, half * 0.16), "#3fb8b0", opacity)
    walker(sheet, 500, 1262, 196, "#010506", shadow=150)
    for side in (-1, 1):
        pillar = curve(
            [
                (500 + side * 520, -20),
                (500 + side * 452, 300),
                (500 + side * 440, 800),
                (500 + side * 470, 1120),
                (500 + side * 400, 1500),
                (500 + side * 600, 1500),
                (500 + side * 600, -20),
            ]
        )
        sheet.shape(pillar, "#01080a")
        for index in range(15):
            y = 60 + index * 92
            rib = curve(
                [(500 + side * 448, y), (500 + side * 474, y + 30), (500 + side * 520, y + 40)],
                closed=False,
            )
            sheet.line(rib, 7, "#0f3d44", 0.8)
    sheet.vignette(0.8)
    return sheet.finish(seed=2093)


def alien_covenant() -> Image.Image:
    """An island of cliffs and cypresses under a pale sky, after Böcklin, and a lander."""
    sheet = Sheet(
        1000,
        1500,
        [
            (0, "#22403d"),
            (0.26, "#5f8a7c"),
            (0.48, "#e0d7a6"),
            (0.68, "#a59f78"),
            (0.69, "#39443f"),
            (1, "#0b1110"),
        ],
    )
    sheet.shape(circle((500, 560), 152), "#f4f0d6", 0.85)
    sheet.glow(circle((500, 560), 170), 80, "#fff8d8", 0.45)
    for mirror in (False, True):
        for inner, top, colour, opacity in (
            (150, 640, "#7d8a70", 0.9),
            (215, 480, "#4a5c4c", 1),
            (300, 300, "#1d2b26", 1),
        ):
            cliff(sheet, inner, top, 1040, colour, opacity, mirror=mirror)
    for x, foot, tall in (
        (438, 1034, 470),
        (566, 1034, 520),
        (380, 1038, 330),
        (622, 1038, 300),
        (500, 1046, 640),
        (342, 1040, 190),
        (662, 1040, 200),
        (414, 1046, 230),
        (588, 1046, 260),
    ):
        cypress(sheet, x, foot, tall, "#16231e" if foot == 1034 else "#0a100e")
    sheet.shape([(330, 1030), (670, 1030), (690, 1052), (310, 1052)], "#cfcdb4", 0.75)
    sheet.shape([(478, 960), (522, 960), (522, 1046), (478, 1046)], "#060a09")
    sheet.shape([(462, 952), (538, 952), (538, 962), (462, 962)], "#cfcdb4", 0.8)
    water = [(0, 1050), (1000, 1050), (1000, 1500), (0, 1500)]
    sheet.shape(water, [(0.7, "#1c2c28"), (0.84, "#40584c"), (1, "#070e0c")])
    for index, half in enumerate((118, 150, 96, 132, 70, 92, 44)):
        y = 1092 + index * 46
        sheet.shape(ellipse((500, y), half, 4 + index), "#e6e2c6", 0.34 - index * 0.03)
    boat = curve([(420, 1300), (500, 1318), (580, 1300), (560, 1332), (500, 1344), (440, 1332)])
    sheet.shape(boat, "#050908")
    walker(sheet, 500, 1312, 118, "#f2efdc")
    sheet.vignette(0.8)
    return sheet.finish(seed=2104)


def alien_covenant_lead() -> Image.Image:
    """Two equal profiles in the moonlight with a flute between them."""
    sheet = Sheet(
        1600,
        900,
        [(0, "#101d1d"), (0.45, "#41635b"), (0.74, "#c9c79a"), (0.78, "#58695b"), (1, "#050a09")],
    )
    sheet.glow(circle((800, 360), 190), 90, "#fff6cc", 0.5)
    sheet.shape(circle((800, 360), 172), "#f6f0cf", 0.95)
    for index in range(7):
        for side in (-1, 1):
            x = 800 + side * (48 + index * 40)
            low, tall = 690 + index * 7, 70 + index * 26
            column = [
                (x - 6 - index, low),
                (x - 5 - index, low - tall),
                (x + 5 + index, low - tall),
                (x + 6 + index, low),
            ]
            sheet.shape(column, "#3d4f45" if index < 3 else "#26352f", 0.9)
    cypress(sheet, 800, 696, 210, "#14201c")
    for side in (-1, 1):
        cypress(sheet, 800 + side * 34, 698, 150, "#1b2a24")
    ground = [(0, 692), (1600, 692), (1600, 900), (0, 900)]
    sheet.shape(ground, [(0.76, "#8d9274"), (0.86, "#2a3a33"), (1, "#060b0a")])
    random = Random(2017)  # noqa: S311 - fixed seed
    fallen = []
    for _ in range(70):
        y = random.uniform(704, 800)
        at, wide = random.uniform(420, 1180), (y - 680) * 0.28
        body = [(-1, 0), (-0.3, -0.34), (0.2, -0.2), (1, -0.5), (0.5, 0.08)]
        fallen.append(curve([(at + u * wide, y + v * wide) for u, v in body]))
    sheet.paint(sheet.cut(*fallen), "#0c1512", 0.8)
    for left, flip, colour in ((-180, False, "#070d0c"), (1040, True, "#0b1412")):
        face = head(left, 900, 860, flip=flip)
        sheet.glow(face, 30, "#d9dcb0", 0.3)
        sheet.shape(face, colour)
    flute = [(430, 632), (1172, 622), (1172, 640), (430, 652)]
    sheet.shape(flute, "#efe7c0")
    sheet.line([(430, 650), (1172, 638)], 3, "#7a6f48", 0.9)
    for index in range(7):
        x = 640 + index * 52
        sheet.shape(ellipse((x, 641 - index), 8, 4.4), "#1a1a12")
    sheet.vignette(0.6)
    return sheet.finish(seed=2105)
