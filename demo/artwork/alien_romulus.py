"""Pictures for Alien: Romulus."""

from math import cos, pi, sin
from random import Random

from PIL import Image

from artwork.city import within
from artwork.ink import Point, Sheet, circle, ellipse, turned
from artwork.people import drifter


def alien_romulus() -> Image.Image:
    """A red shaft without gravity, with spirals of acid and a person between them."""
    sheet = Sheet(1000, 1500, [(0, "#160204"), (1, "#0c0102")])
    centre = (500.0, 740.0)
    shades = (
        "#240506",
        "#38080a",
        "#540c0d",
        "#771310",
        "#a01e14",
        "#cc3319",
        "#f05a28",
        "#ffa057",
    )
    for index, colour in enumerate(shades):
        size = 1.5 * 0.72**index
        frame = [
            (centre[0] + x * size, centre[1] + y * size)
            for x, y in (
                (-520, -640),
                (-400, -760),
                (400, -760),
                (520, -640),
                (520, 640),
                (400, 760),
                (-400, 760),
                (-520, 640),
            )
        ]
        frame = turned(frame, centre, index * 5)
        sheet.shape(frame, colour)
        sheet.line([*frame, frame[0]], 5 * size + 1, "#120103", 0.75)
    sheet.glow(circle(centre, 160), 80, "#ffb46a", 0.6)
    for start in (0.0, pi):
        _acid(sheet, centre, start)
    drifter(sheet, (500, 740), 300, 28, "#0b0102", arms="rifle")
    sheet.vignette(0.9)
    return sheet.finish(seed=2142)


def _acid(sheet: Sheet, centre: Point, start: float) -> None:
    """One spiral of acid that comes out of the depth and breaks into drops."""
    rope, light, drops = [], [], []
    for step in range(1100):
        share = step / 1099
        angle = start + share * 3.1 * pi
        near = 0.17 + share**1.7 * 1.3
        x, y = centre[0] + 330 * near * cos(angle), centre[1] + 450 * near * sin(angle)
        swell = 0.62 + 0.38 * sin(share * 61 + 2 * sin(share * 23))
        radius = 25 * near * (0.22 + swell * (1 - 0.72 * share**6))
        rope.append(circle((x, y), radius, steps=20))
        if swell > 0.8:
            light.append(circle((x - radius * 0.3, y - radius * 0.34), radius * 0.2, steps=12))
        if step % 61 == 40:
            far = near * (1.13 if step % 2 else 0.87)
            at = (centre[0] + 330 * far * cos(angle), centre[1] + 450 * far * sin(angle))
            drops.append((at, 13 * near * (0.5 + swell)))
    for ring in rope[::90]:
        sheet.glow(ring, 26, "#a8f02a", 0.5)
    sheet.paint(sheet.cut(*rope, *(circle(at, size, steps=40) for at, size in drops)), "#bfe02a")
    shine = (circle((x - r * 0.3, y - r * 0.34), r * 0.26, steps=20) for (x, y), r in drops)
    sheet.paint(sheet.cut(*light, *shine), "#f8ffc4", 0.9)


def alien_romulus_lead() -> Image.Image:
    """A space station in two halves in front of thin planetary rings."""
    sheet = Sheet(1600, 900, [(0, "#05040c"), (0.5, "#151027"), (1, "#030208")])
    random = Random(36)  # noqa: S311 - fixed seed
    stars = [
        circle(
            (random.uniform(0, 1600), random.uniform(0, 900)), random.choice((0.8, 1, 1.5)), steps=8
        )
        for _ in range(420)
    ]
    sheet.paint(sheet.cut(*stars), "#e8e4ff", 0.75)
    planet = (1250.0, 1010.0)
    sheet.glow(circle(planet, 620), 90, "#e0632a", 0.55)
    _rings(sheet, slice(120, 241))
    sheet.shape(
        circle(planet, 600),
        [(0.44, "#f4a65a"), (0.56, "#b9471f"), (0.74, "#4a1412"), (0.95, "#14060a")],
    )
    shadow = sheet.cut(circle(planet, 601))
    night = sheet.cut(circle((planet[0] + 120, planet[1] + 90), 600))
    sheet.paint(within(shadow, night), "#0a0408", 0.55)
    _rings(sheet, slice(0, 121))
    streak = turned(ellipse((1150, 470), 1450, 12), (1150, 470), -9)
    sheet.glow(streak, 18, "#ffd9a8", 0.4)
    _station(sheet)
    sheet.glow(circle((238, 700), 18), 14, "#9fd8ff", 0.9)
    tug = [(246, 690), (318, 672), (350, 676), (356, 690), (320, 702), (252, 708)]
    sheet.shape(tug, "#0a0710")
    sheet.line([(246, 690), (318, 672), (350, 676)], 2.4, "#ffcf9a", 0.8)
    sheet.shape(circle((246, 699), 5), "#e6f6ff")
    sheet.vignette(0.6)
    return sheet.finish(seed=2024)


def _rings(sheet: Sheet, half: slice) -> None:
    """Half of the rings: the near one for 0 to 120, the far one for 120 to 240."""
    bands = (
        (1500, "#8a6a5a", 0.35),
        (1420, "#d8b08a", 0.5),
        (1350, "#fff0d6", 0.9),
        (1240, "#c98a5a", 0.55),
        (1160, "#ffe2b8", 0.85),
        (1080, "#7a4a38", 0.5),
        (1010, "#f2c48e", 0.7),
        (930, "#5a3028", 0.6),
    )
    for index, (reach, colour, opacity) in enumerate(bands):
        ring = turned(ellipse((1150, 470), reach, reach * 0.026), (1150, 470), -9)
        sheet.line([*ring, ring[0]][half], 7 - index * 0.4, colour, opacity)


def _station(sheet: Sheet) -> None:
    """Two wheels side by side on one axle, against the light."""
    dark, light = "#07050c", "#ffc488"
    parts: list[list[Point]] = []
    for x, tall in ((560, 176), (742, 206)):
        parts.append(
            [
                (x - 46, 400 - tall),
                (x + 46, 400 - tall),
                (x + 58, 400 - tall + 40),
                (x + 58, 400 + tall - 40),
                (x + 46, 400 + tall),
                (x - 46, 400 + tall),
                (x - 58, 400 + tall - 40),
                (x - 58, 400 - tall + 40),
            ]
        )
        parts.append([(x - 82, 360), (x + 82, 360), (x + 82, 440), (x - 82, 440)])
        parts.append(
            [
                (x - 5, 400 - tall - 70),
                (x + 5, 400 - tall - 70),
                (x + 5, 400 - tall),
                (x - 5, 400 - tall),
            ]
        )
    parts.append([(440, 386), (880, 386), (880, 414), (440, 414)])
    parts.append([(872, 366), (930, 376), (930, 424), (872, 434)])
    parts.append([(388, 392), (446, 376), (446, 424), (388, 408)])
    parts = [turned(part, (650, 400), -9) for part in parts]
    for part in parts:
        sheet.glow(part, 26, "#ff9a52", 0.12)
    sheet.paint(sheet.cut(*parts), dark)
    for x, tall in ((560, 176), (742, 206)):
        edge = turned(
            [
                (x + 58, 400 + tall - 40),
                (x + 58, 400 - tall + 40),
                (x + 46, 400 - tall),
                (x - 46, 400 - tall),
            ],
            (650, 400),
            -9,
        )
        sheet.line(edge, 3, light, 0.75)
        for level in range(-6, 7):
            y = 400 + level * tall / 7.6
            deck = turned([(x - 54, y), (x + 54, y)], (650, 400), -9)
            sheet.line(deck, 1.6, "#6a3a2a", 0.6)
        panes = [
            turned(
                [(x + u, 400 + v), (x + u + 9, 400 + v), (x + u + 9, 405 + v), (x + u, 405 + v)],
                (650, 400),
                -9,
            )
            for u, v in (
                (-40, tall * 0.5),
                (-26, tall * 0.5),
                (18, -tall * 0.28),
                (30, tall * 0.12),
            )
        ]
        sheet.paint(sheet.cut(*panes), "#ffdca6", 0.9)
