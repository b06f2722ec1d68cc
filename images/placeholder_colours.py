"""What stands in a picture's place until it has come: a colour near to its own.

Pages may have no style of their own (the policy forbids it, and a page is cached bytes), so the
colour is one of 64 classes in ``static/css/components/tones.css``. That file is what this module
prints: ``python -m images.placeholder_colours > static/css/components/tones.css``.
"""

from itertools import product
from sys import stdout

LEVELS = (0x14, 0x48, 0x88, 0xCC)
"""Of red, green and blue; closer together in the dark, where films are."""

LIGHT = 0x90
"""How bright a tone is, at least, that wants dark letters: a picture that fails shows its words."""

HEADER = """\
/* What stands in a picture's place until it has come; made by images/tones.py. */
"""


def tone_of(color: str) -> str:
    """The class of the tone nearest to ``color``, "#rrggbb"; "" for no colour."""
    if not color:
        return ""
    channels = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return "tone-" + "".join(str(_nearest(channel)) for channel in channels)


def stylesheet() -> str:
    return HEADER + "".join(map(_rule, product(range(len(LEVELS)), repeat=3)))


def _nearest(channel: int) -> int:
    return min(range(len(LEVELS)), key=lambda level: abs(LEVELS[level] - channel))


def _rule(tone: tuple[int, ...]) -> str:
    red, green, blue = (LEVELS[level] for level in tone)
    # Weights as in https://www.w3.org/TR/AERT/#color-contrast
    brightness = (299 * red + 587 * green + 114 * blue) / 1000
    ink = "#000" if brightness >= LIGHT else "#fff"
    name, color = "".join(map(str, tone)), f"#{red:02x}{green:02x}{blue:02x}"
    return f".tone-{name} {{\n  background-color: {color};\n  color: {ink};\n}}\n"


if __name__ == "__main__":
    stdout.write(stylesheet())
