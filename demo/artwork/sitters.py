"""The portraits of the demo: its critics and some people of its films."""

from PIL import Image

from artwork.ink import Sheet, circle, curve
from artwork.portraits import Cut, Sitter, layer, placed, portrait, smooth


def round_glasses(colour: str) -> Cut:
    def cut(sheet: Sheet) -> None:
        for middle in (-66, 68):
            sheet.line([*placed(circle((middle, -36), 56))], 9, colour)
        sheet.line(placed([(-12, -44), (12, -44)]), 9, colour)

    return cut


def beard(colour: str, shaded: str) -> Cut:
    outline = [
        (-150, 10),
        (-120, 70),
        (-60, 84),
        (0, 72),
        (60, 84),
        (122, 70),
        (150, 10),
        (152, 130),
        (96, 226),
        (0, 262),
        (-96, 226),
        (-152, 130),
    ]

    def cut(sheet: Sheet) -> None:
        layer(sheet, [smooth(outline)], colour, shaded)
        sheet.shape(placed(curve([(-34, 112), (0, 106), (36, 112), (0, 122)], steps=8)), shaded)

    return cut


def earrings(colour: str) -> Cut:
    def cut(sheet: Sheet) -> None:
        for side in (-158, 158):
            sheet.line(placed(circle((side, 108), 42)), 11, colour)

    return cut


def fur(colour: str, shaded: str) -> Cut:
    """A fur collar up to the ears."""
    outline = [
        (104, 150),
        (176, 132),
        (258, 214),
        (322, 338),
        (262, 452),
        (150, 532),
        (34, 640),
        (10, 500),
        (92, 372),
        (112, 250),
    ]

    def cut(sheet: Sheet) -> None:
        for sign, paper in ((-1, shaded), (1, colour)):
            layer(sheet, [smooth([(sign * x, y) for x, y in outline])], paper)

    return cut


def cravat(colour: str, shaded: str) -> Cut:
    knot = [(-76, 262), (0, 296), (76, 262), (92, 360), (30, 540), (-30, 540), (-92, 360)]

    def cut(sheet: Sheet) -> None:
        layer(sheet, [smooth(knot)], colour, shaded)

    return cut


BUN = [(-70, -318), (0, -356), (74, -318), (66, -236), (-62, -236)]
CAP = [
    (-160, 20),
    (-172, -90),
    (-130, -206),
    (0, -262),
    (132, -206),
    (172, -90),
    (160, 20),
    (136, -70),
    (84, -146),
    (-20, -168),
    (-104, -130),
    (-138, -60),
]
CROP = [
    (-154, -20),
    (-166, -110),
    (-120, -222),
    (10, -268),
    (126, -222),
    (166, -110),
    (154, -20),
    (138, -96),
    (96, -150),
    (0, -160),
    (-96, -150),
    (-138, -96),
]
PARTED = [
    (-156, -10),
    (-172, -120),
    (-110, -226),
    (40, -262),
    (140, -206),
    (168, -100),
    (154, -16),
    (132, -104),
    (70, -176),
    (-30, -150),
    (-108, -112),
    (-138, -70),
]
HALO = [(-250, 60), (-300, -110), (-240, -290), (-90, -390), (90, -392), (244, -290), (300, -110)]
CURLS = [
    (-196, 150),
    (-250, 60),
    (-236, -60),
    (-252, -170),
    (-168, -250),
    (-100, -312),
    (0, -300),
    (100, -316),
    (176, -246),
    (250, -166),
    (234, -50),
    (252, 70),
    (192, 156),
    (120, 120),
    (-120, 120),
]
LONG = [
    (-190, 300),
    (-206, 60),
    (-196, -120),
    (-120, -246),
    (0, -276),
    (124, -246),
    (198, -120),
    (208, 60),
    (190, 310),
    (90, 330),
    (-90, 330),
]
FRINGE = [
    (-158, 40),
    (-170, -100),
    (-112, -226),
    (10, -262),
    (124, -222),
    (170, -100),
    (158, 40),
    (140, -66),
    (60, -118),
    (18, -182),
    (-50, -112),
    (-140, -60),
]

SITTERS: dict[str, Sitter] = {
    "ida-tull": Sitter(
        ground=[(0, "#14333a"), (0.6, "#1d5257"), (1, "#0d2429")],
        disc=(480, 470, 372, "#e7c98a"),
        skin=("#f0cfae", "#b98264"),
        hair=("#efece2", "#b3afa6"),
        cloth=("#7c1f2c", "#561420", "#a33443"),
        behind=[BUN, CAP],
        before=[CAP],
        extras=round_glasses("#22181a"),
    ),
    "gil-navratil": Sitter(
        ground=[(0, "#3a1d10"), (0.5, "#8c3d14"), (1, "#2a120b")],
        disc=(610, 420, 330, "#f0a13c"),
        skin=("#e5b48c", "#9c6244"),
        hair=("#3d2a22", "#221611"),
        cloth=("#3b5158", "#273a40", "#566f75"),
        behind=[CROP],
        before=[PARTED],
        extras=beard("#4a3328", "#2a1b15"),
    ),
    "hester-omondi": Sitter(
        ground=[(0, "#2b1740"), (0.6, "#5c2a63"), (1, "#1d0f2c")],
        disc=(480, 470, 402, "#e8765f"),
        skin=("#a2694a", "#633a2b"),
        hair=("#2a1a1e", "#1b1014"),
        cloth=("#e0a526", "#a8741a", "#f0c04e"),
        behind=[[*HALO, (252, 60), (150, 150), (-150, 150)]],
        before=[CAP],
        extras=earrings("#f5d36b"),
    ),
    "sigourney-weaver": Sitter(
        ground=[(0, "#06110f"), (0.6, "#12352f"), (1, "#040b0a")],
        disc=(480, 430, 350, "#9fd0a8"),
        skin=("#edc9ab", "#a97b63"),
        hair=("#3f2b22", "#22150f"),
        cloth=("#6f7a63", "#4d5745", "#8a957b"),
        behind=[CURLS],
        before=[FRINGE],
    ),
    "harrison-ford": Sitter(
        ground=[(0, "#041a20"), (0.6, "#0c4450"), (1, "#031115")],
        disc=(330, 380, 250, "#e2853a"),
        skin=("#e3b58f", "#8d5d47"),
        hair=("#4a3324", "#2a1c13"),
        cloth=("#6b5540", "#463626", "#84694e"),
        behind=[CROP],
        before=[CROP],
    ),
    "ryan-gosling": Sitter(
        ground=[(0, "#7a2c08"), (0.6, "#d9741b"), (1, "#5a1f06")],
        disc=(480, 380, 300, "#f8c768"),
        skin=("#e6b892", "#975f43"),
        hair=("#5b4128", "#342414"),
        cloth=("#33402f", "#212b1f", "#42523d"),
        behind=[CROP],
        before=[PARTED],
        extras=fur("#d8c5a4", "#8f7c5e"),
    ),
    "daniel-craig": Sitter(
        ground=[(0, "#1c0f0c"), (0.6, "#5a2a1c"), (1, "#150a08")],
        disc=(600, 400, 280, "#d8a35c"),
        skin=("#eac09c", "#a46f54"),
        hair=("#b09468", "#75603f"),
        cloth=("#3c4a63", "#273246", "#4f607d"),
        behind=[CROP],
        before=[CROP],
        extras=cravat("#c9b08a", "#8e7650"),
    ),
    "ana-de-armas": Sitter(
        ground=[(0, "#1a0f2a"), (0.5, "#6b1f5f"), (1, "#140a20")],
        disc=(400, 440, 350, "#d9527c"),
        skin=("#efc7a4", "#aa7457"),
        hair=("#3a2420", "#1f1210"),
        cloth=("#e8dfd2", "#b3a796", "#f6f0e6"),
        behind=[LONG],
        before=[FRINGE],
    ),
    "michael-fassbender": Sitter(
        ground=[(0, "#10201f"), (0.6, "#39564f"), (1, "#0a1413")],
        disc=(480, 360, 290, "#dfe5c8"),
        skin=("#efceb0", "#ab8069"),
        hair=("#d9b878", "#97794a"),
        cloth=("#4b5d66", "#324047", "#5f737d"),
        behind=[CROP],
        before=[PARTED],
    ),
}


def draw(name: str) -> Image.Image:
    """The portrait of the sitter ``name``, a key of `SITTERS`."""
    return portrait(SITTERS[name], seed=1971 + [*SITTERS].index(name))
