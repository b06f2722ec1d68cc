"""Placeholder colours: what fills a picture's place until it has loaded, close to its own colour.

Pages have no inline styles: the content security policy forbids them. So each placeholder colour
is one of 64 classes. This module prints their style sheet:
``python -m images.placeholder_colours > static/css/components/placeholder_colours.css``.
"""

from itertools import product
from sys import stdout

LEVELS = (0x14, 0x48, 0x88, 0xCC)
"""Of red, green and blue. They are closer together in the dark, where most film stills are."""

MIN_BRIGHTNESS_FOR_BLACK = 0x90
"""From this brightness on, alternative text is black; below it is white."""

HEADER = """\
/* Background colours of pictures until they load; made by images/placeholder_colours.py. */
"""


def placeholder_class(color: str) -> str:
    """The CSS class of the placeholder colour nearest to ``color``, "#rrggbb"; "" for ""."""
    if not color:
        return ""
    channels = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return "tone-" + "".join(str(_nearest_level(channel)) for channel in channels)


def stylesheet() -> str:
    return HEADER + "".join(map(_rule, product(range(len(LEVELS)), repeat=3)))


def _nearest_level(channel: int) -> int:
    return min(range(len(LEVELS)), key=lambda level: abs(LEVELS[level] - channel))


def _rule(levels: tuple[int, ...]) -> str:
    red, green, blue = (LEVELS[level] for level in levels)
    # Weights as in https://www.w3.org/TR/AERT/#color-contrast
    brightness = (299 * red + 587 * green + 114 * blue) / 1000
    text_color = "#000" if brightness >= MIN_BRIGHTNESS_FOR_BLACK else "#fff"
    name, color = "".join(map(str, levels)), f"#{red:02x}{green:02x}{blue:02x}"
    return f".tone-{name} {{\n  background-color: {color};\n  color: {text_color};\n}}\n"


if __name__ == "__main__":
    stdout.write(stylesheet())
