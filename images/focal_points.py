"""Focal points on pages: which part of a picture stays where a style sheet crops it.

Pages have no inline styles: the content security policy forbids them. So each twentieth of the
width and of the height is a class. This module prints their style sheet:
``python -m images.focal_points > static/css/components/focal_points.css``.
"""

from sys import stdout

STEPS = 20

HEADER = """\
/* The part of a cropped picture that stays visible; made by images/focal_points.py. */
img {
  object-position: var(--focus-x, 50%) var(--focus-y, 50%);
}
"""


def focus_classes(focus: tuple[float, float]) -> str:
    """The CSS classes of ``focus``, parts of the width and the height; "" for the middle."""
    steps = (round(part * STEPS) for part in focus)
    return " ".join(
        f"focus-{axis}-{step}" for axis, step in zip("xy", steps, strict=True) if step * 2 != STEPS
    )


def stylesheet() -> str:
    return HEADER + "".join(
        f".focus-{axis}-{step} {{\n  --focus-{axis}: {step * 100 // STEPS}%;\n}}\n"
        for axis in "xy"
        for step in range(STEPS + 1)
        if step * 2 != STEPS
    )


if __name__ == "__main__":
    stdout.write(stylesheet())
