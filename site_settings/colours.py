"""The accent colour: its contrast, and the shades that the stylesheet makes of it.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Colours are texts
like "#8a1226".
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LIGHT_PAPER = "#fbf9f8"
DARK_PAPER = "#110c0e"
VELVET_INK = "#fff4ee"
"""The backgrounds of both themes and the text on a curtain, as in static/css/tokens.css."""

MIN_CONTRAST = 4.5

BLACK, WHITE = "#000000", "#ffffff"

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def validate_colour(value: str) -> None:
    if not _COLOUR.fullmatch(value):
        raise ValidationError(
            _("Write the colour as # and six digits or letters from a to f, such as #8a1226.")
        )


def validate_accent(value: str) -> None:
    """Raise `ValidationError` unless ``value`` is readable on the light background, and the text of
    a curtain on it."""
    validate_colour(value)
    backgrounds = {LIGHT_PAPER: _("the light background"), VELVET_INK: _("the text of a curtain")}
    _check(value, backgrounds, _darker)


def validate_dark_accent(value: str) -> None:
    """Raise `ValidationError` unless ``value`` is readable on the dark background."""
    validate_colour(value)
    _check(value, {DARK_PAPER: _("the dark background")}, _lighter)


def dark_accent_of(accent: str) -> str:
    """``accent`` as light as it must be on the dark background."""
    return _first_readable(accent, [DARK_PAPER], _lighter)


@lru_cache(16)
def stylesheet(accent: str, dark_accent: str) -> str:
    """The tokens of the curtain's colours in shades of ``accent``. Lines and marks in the dark
    theme are of ``dark_accent``, or derived if that is empty."""
    dark_accent = dark_accent or dark_accent_of(accent)
    sheen = mixed(accent, WHITE, 0.12)
    if contrast(sheen, VELVET_INK) < MIN_CONTRAST:
        sheen = accent
    dark_cloth, dark_sheen = mixed(accent, BLACK, 0.1), mixed(sheen, BLACK, 0.1)
    return (
        ":root {\n"
        f"  --velvet-deep: {mixed(accent, BLACK, 0.65)};\n"
        f"  --velvet-shade: {mixed(accent, BLACK, 0.32)};\n"
        f"  --velvet: light-dark({accent}, {dark_cloth});\n"
        f"  --velvet-sheen: light-dark({sheen}, {dark_sheen});\n"
        f"  --velvet-line: light-dark({accent}, {dark_accent});\n"
        "}\n"
    )


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, part: float) -> str:
    """``colour`` with ``part`` of ``other`` in it, from 0 to 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _check(value: str, backgrounds: dict[str, str], shades: Callable[[str], Iterator[str]]) -> None:
    for background, name in backgrounds.items():
        ratio = contrast(value, background)
        if ratio < MIN_CONTRAST:
            raise ValidationError(
                _(
                    "%(colour)s has a contrast of %(ratio)s:1 with %(background)s (%(other)s). At "
                    "least 4.5:1 is needed to be readable: %(better)s has it."
                ),
                params={
                    "colour": value,
                    # Rounded down: 4.49 is not shown as 4.5.
                    "ratio": f"{int(ratio * 10) / 10:.1f}",
                    "background": name,
                    "other": background,
                    "better": _first_readable(value, list(backgrounds), shades),
                },
            )


def _first_readable(
    colour: str, backgrounds: list[str], shades: Callable[[str], Iterator[str]]
) -> str:
    return next(
        shade
        for shade in shades(colour)
        if all(contrast(shade, background) >= MIN_CONTRAST for background in backgrounds)
    )


def _darker(colour: str) -> Iterator[str]:
    return (mixed(colour, BLACK, step / 50) for step in range(51))


def _lighter(colour: str) -> Iterator[str]:
    return (mixed(colour, WHITE, step / 50) for step in range(51))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
