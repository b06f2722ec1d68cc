"""A kitchen knife and a dagger."""

from artwork.ink import Point, Sheet, circle, curve, turned


def knife(
    sheet: Sheet, centre: Point, near: float, angle: float, *, long: float, red: bool, depth: int
) -> None:
    """A kitchen knife whose tip is ``near`` pixels from ``centre``, pointing at it."""
    x, tip = centre[0], centre[1] - near
    heel = tip - long * 0.62
    blade = [
        *curve(
            [(x, tip), (x + 15, tip - long * 0.12), (x + 21, tip - long * 0.34), (x + 21, heel)],
            closed=False,
        ),
        (x - 9, heel),
    ]
    edge = [(x, tip), (x - 9, heel), (x - 2, heel)]
    grip = [
        *curve(
            [
                (x - 10, heel),
                (x - 15, heel - long * 0.2),
                (x - 10, tip - long),
                (x + 13, tip - long),
                (x + 17, heel - long * 0.2),
                (x + 13, heel),
            ],
            closed=False,
        )
    ]
    steel = ("#f6e7cb", "#dcb98c", "#a8734f")[depth]
    sheet.shade(turned([(px + 8, py + 8) for px, py in blade], centre, angle), 10, 0.45)
    sheet.shape(turned(grip, centre, angle), ("#1c0a0c", "#1a090b", "#14070a")[depth])
    sheet.shape(turned(blade, centre, angle), "#d8261f" if red else steel)
    sheet.shape(turned(edge, centre, angle), "#ff6a4d" if red else "#fffaf0", 0.8 - depth * 0.25)
    for rivet in (0.72, 0.86):
        sheet.shape(
            turned(circle((x + 1, tip - long * rivet), 3.4, steps=24), centre, angle), steel
        )


def dagger(sheet: Sheet, x: float, top: float, point: float) -> None:
    """A dagger with its point down, against the light."""
    guard = top + 150
    dark = "#0a0f0e"
    blade = [
        (x - 34, guard),
        (x + 34, guard),
        (x + 28, point - 110),
        (x, point),
        (x - 28, point - 110),
    ]
    cross = curve(
        [
            (x - 136, guard - 14),
            (x, guard - 12),
            (x + 136, guard - 14),
            (x + 136, guard + 16),
            (x, guard + 20),
            (x - 136, guard + 16),
        ]
    )
    grip = [(x - 17, top + 40), (x + 17, top + 40), (x + 22, guard), (x - 22, guard)]
    sheet.paint(sheet.cut(blade, cross, grip, circle((x, top + 22), 38)), dark)
    sheet.shape([(x, guard + 30), (x + 8, guard + 30), (x, point - 20)], "#f3cf6d", 0.85)
    sheet.shape(circle((x, top + 22), 13), "#d8261f")
