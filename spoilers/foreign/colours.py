"""Whether text can be told from its background."""

import colorsys
import re
from functools import lru_cache

MIN_CONTRAST = 1.5
"""The contrast ratio of WCAG 2, 1 to 21, below which text is taken for hidden."""

_NAMED = {
    "black": "000000",
    "white": "ffffff",
    "snow": "fffafa",
    "ivory": "fffff0",
    "ghostwhite": "f8f8ff",
    "whitesmoke": "f5f5f5",
    "floralwhite": "fffaf0",
    "mintcream": "f5fffa",
    "azure": "f0ffff",
    "seashell": "fff5ee",
    "aliceblue": "f0f8ff",
    "lavenderblush": "fff0f5",
    "oldlace": "fdf5e6",
    "honeydew": "f0fff0",
    "lightyellow": "ffffe0",
    "lightcyan": "e0ffff",
    "cornsilk": "fff8dc",
    "linen": "faf0e6",
    "beige": "f5f5dc",
    "lemonchiffon": "fffacd",
    "lightgoldenrodyellow": "fafad2",
    "papayawhip": "ffefd5",
    "blanchedalmond": "ffebcd",
    "antiquewhite": "faebd7",
    "bisque": "ffe4c4",
    "moccasin": "ffe4b5",
    "mistyrose": "ffe4e1",
    "lavender": "e6e6fa",
    "canvas": "ffffff",
    "canvastext": "000000",
    "window": "ffffff",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
    "maroon": "800000",
    "navy": "000080",
    "purple": "800080",
    "teal": "008080",
    "olive": "808000",
    "lime": "00ff00",
    "aqua": "00ffff",
    "fuchsia": "ff00ff",
    "orange": "ffa500",
    "weiß": "ffffff",
    "weiss": "ffffff",
    "schwarz": "000000",
}
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.I)
_FUNCTION = re.compile(
    r"(rgb|hsl|hwb|ok(?=l)|l(?=ab|ch)|color)(?:a|lab|lch|ab|ch)?\("
    r"(?:\s*(?:srgb|srgb-linear|display-p3)(?=\s))?([^()]*)\)",
    re.I,
)
_WRAPPED = re.compile(
    r"(?:var\(\s*--[\w-]+\s*,|light-dark\()\s*([^(),]+(?:\([^()]*\))?)\s*(?:,.*)?\)"
)
_NUMBER = re.compile(r"-?[\d.]+%?")

BLACK = (0.0, 0.0, 0.0, 1.0)
WHITE = (1.0, 1.0, 1.0, 1.0)
NONE = (0.0, 0.0, 0.0, 0.0)
"""No colour: transparent."""

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""


@lru_cache(maxsize=500)
def parse_colour(value: str) -> Colour | None:
    """The colour that the CSS `value` means; None if it is not understood."""
    value = value.strip().lower()
    if value in {"transparent", "none"}:
        return NONE
    if found := _WRAPPED.fullmatch(value):
        # Of the colours for light and dark pages the first one counts.
        value = found[1].strip()
    value = _NAMED.get(value, value)
    if found := _HEX.fullmatch(value):
        digits = found[1] if len(found[1]) > 4 else "".join(2 * digit for digit in found[1])
        red, green, blue, *rest = (
            int(digits[at : at + 2], 16) / 255 for at in range(0, len(digits), 2)
        )
        return red, green, blue, rest[0] if rest else 1.0
    found = _FUNCTION.fullmatch(value)
    if not found:
        return None
    try:
        numbers = [_fraction(each) for each in _NUMBER.findall(found[2])]
    except ValueError:
        return None
    if len(numbers) not in {3, 4}:
        return None
    alpha = numbers[3] if len(numbers) == 4 else 1.0
    one, two, three = numbers[:3]
    if found[1] == "color":
        return one, two, three, alpha
    if found[1] in {"l", "ok"}:
        # Only their lightness counts for the contrast.
        grey = one / 100 if found[1] == "l" and one > 1 else one
        return grey, grey, grey, alpha
    if found[1] == "hwb":
        white, black = two, 1 - three
        return (white, white, white, alpha) if white > 0.5 else (black, black, black, alpha)
    if found[1] == "rgb":
        parts = [each if "%" in found[2] else each / 255 for each in (one, two, three)]
        return parts[0], parts[1], parts[2], alpha
    red, green, blue = colorsys.hls_to_rgb(one / 360 % 1, three, two)
    return red, green, blue, alpha


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2 between two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrasting(colour: Colour) -> Colour:
    """Black or white, whichever can be read on `colour`."""
    return max(BLACK, WHITE, key=lambda other: contrast(colour, other))


def _fraction(number: str) -> float:
    return float(number[:-1]) / 100 if number.endswith("%") else float(number)


def _luminance(colour: Colour) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((min(part, 1.0) + 0.055) / 1.055) ** 2.4
        for part in colour[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
