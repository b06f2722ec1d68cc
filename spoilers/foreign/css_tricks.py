"""Whether the style of an element hides it by other means than colours.

A property that can hide text and has a value that is not understood counts as hiding: an author
sees a curtain too many, but only readers see one too few.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.I | re.S)
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'(])*)")

_INITIAL = {"none", "initial", "unset", "inherit", "revert", "revert-layer", "auto", "normal", ""}
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))([a-z]*|%)")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 3.8, "cm": 38.0, "in": 96.0, "q": 0.9}
_PIXELS |= dict.fromkeys(("em", "rem", "lh", "rlh", "ic"), 16.0) | {"ch": 8.0, "ex": 8.0}
_SHARES = {"%", "vw", "vh", "vi", "vb", "vmin", "vmax", "svh", "lvh", "dvh", "svw", "lvw", "dvw"}
"""Units that are a hundredth of something about as large as a page."""
_FUNCTION = re.compile(r"([\w-]+)\(([^()]*)\)")
_ZERO_SUM = re.compile(
    r"(?:calc|min)\(\s*0[a-z%]*\s*[,*)]|\*\s*0\s*\)|clamp\([^)]*,\s*0[a-z%]*\s*\)"
)
_SYMBOLS = re.compile(
    r"wingdings|webdings|dingbats|redact|blokk|flow[ -]?(?:block|circular|rounded)|scribble"
    r"|barcode|dotsfont|text-?security|password"
)
"""Fonts that show letters as pictures or bars."""
_BAR = re.compile(r"(?:^|\s)(?:0?\.[4-9]\d*em|[1-9][\d.]*r?em|\d{2,}px)")
"""A line through the text that is as thick as the letters."""
_SHOWN_CLIP = re.compile(
    r"(?:circle|ellipse)\(\s*(?:[4-9]\d|\d{3})%.*\)|inset\(\s*0(?:px|%)?\s*(?:round[^()]*)?\)"
    r"|(?:border|padding|content|margin|fill|stroke|view)-box"
)
_HARMLESS_FILTERS = {"sepia", "grayscale", "saturate", "hue-rotate"}
_EDGES = {"left", "right", "top", "bottom"} | {
    f"{name}{end}"
    for name in ("inset", "inset-inline", "inset-block", "margin", "margin-inline", "margin-block")
    for end in ("", "-start", "-end")
}
_EDGES |= {f"margin-{side}" for side in ("left", "right", "top", "bottom")}
_PADDINGS = {"padding", "padding-left", "padding-inline-start", "padding-top"}
_SIZES = {"height", "width", "block-size", "inline-size"}
_SIZES |= {f"max-{name}" for name in _SIZES}
_LEAST_SIZES = {"hidden": 48, "clip": 48, "auto": 24, "scroll": 24}
"""Pixels that a line of text needs, by what happens to the rest of it."""
FAR = 100
"""Pixels to the left or above by which text leaves the page."""
VERY_FAR = 1_000
MIN_FONT_SIZE = 4.1
"""Pixels below which text cannot be read."""
MIN_OPACITY = 0.2


@lru_cache(maxsize=500)
def declarations(style: str) -> Mapping[str, str]:
    """The declarations of a style attribute, or of a rule. The last one of a property counts."""
    found = _DECLARATION.findall(_ESCAPE.sub(_unescaped, _COMMENT.sub(" ", style)))
    return MappingProxyType(
        {name.lower(): value.lower().replace("!important", "").strip() for name, value in found}
    )


def _unescaped(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def hidden_by_style(style: Mapping[str, str]) -> bool:
    """Whether declarations other than those of colours hide an element."""
    if not style:
        return False
    return (
        style.get("display") == "none"
        or any(
            check(value)
            for name, value in style.items()
            if (check := _CHECKS.get(name)) and value not in _INITIAL
        )
        or (not _PADDINGS.isdisjoint(style) and _is_pushed_out(style))
        or (not _SIZES.isdisjoint(style) and _is_cut_off(style))
    )


def is_zero(length: str) -> bool:
    return _pixels(length.strip().lower(), 1) == 0


def _pixels(length: str, otherwise: float) -> float:
    """A CSS length in pixels, roughly; ``otherwise`` if it is not understood."""
    found = _LENGTH.fullmatch(length)
    if found and not float(found[1]):
        return 0
    if not found or found[2] not in _PIXELS:
        return 0 if _ZERO_SUM.search(length) else otherwise
    return float(found[1]) * _PIXELS[found[2]]


def _lengths(value: str) -> list[float]:
    return [_pixels(each, 0) for each in value.split()]


def _is_far(length: str) -> bool:
    """Whether a length moves text out of the page: to the left or above, or a whole page."""
    found = _LENGTH.fullmatch(length)
    if found and found[2] in _SHARES:
        return abs(float(found[1])) >= 100
    pixels = _pixels(length, 0)
    return pixels <= -FAR or pixels >= VERY_FAR


def _share(value: str, otherwise: float) -> float:
    """A number or a percentage as a number."""
    found = _LENGTH.fullmatch(value.strip())
    if not found or found[2] not in {"", "%"}:
        return otherwise
    return float(found[1]) / (100 if found[2] else 1)


def _is_filtered(value: str) -> bool:
    functions = _FUNCTION.findall(value)
    if not functions:
        return True
    for name, argument in functions:
        amount = _share(argument, 0) if argument.strip() else 1
        if name in _HARMLESS_FILTERS or (name == "invert" and amount < 0.1):
            continue
        if name == "blur" and is_zero(argument):
            continue
        if name == "opacity" and amount >= MIN_OPACITY:
            continue
        if name not in {"brightness", "contrast"} or not 0.5 <= amount <= 2:
            return True
    return False


def _is_transformed(value: str) -> bool:
    functions = _FUNCTION.findall(value)
    if not functions:
        return True
    return any(_hides_function(name, argument.split(",")) for name, argument in functions)


def _hides_function(name: str, arguments: list[str]) -> bool:
    if name.startswith("translate"):
        return any(_is_far(each.strip()) for each in arguments)
    if name.startswith("scale"):
        return any(_share(each, 0) < 0.3 for each in arguments)
    if name.startswith(("rotate", "skew")):
        return any(_is_turned(each.strip()) for each in arguments)
    return True


def _is_turned(angle: str) -> bool:
    """Whether letters cannot be read at this angle, in any of its units or not understood."""
    found = _LENGTH.fullmatch(angle)
    degrees = {"": 1.0, "deg": 1.0, "turn": 360.0, "rad": 57.3, "grad": 0.9}
    if not found or found[2] not in degrees:
        return True
    turned = abs(float(found[1]) * degrees[found[2]]) % 360
    return min(turned, 360 - turned) > 45


def _is_tiny_font(value: str) -> bool:
    """The size in the value of `font` is before its slash, after the style and the weight."""
    sizes = [each.partition("/")[0] for each in value.split()]
    # A number without a unit is the weight.
    return any(each == "0" or (each[-1:].isalpha() and is_tiny(each)) for each in sizes)


def is_tiny(size: str) -> bool:
    """Whether text of this font size cannot be read."""
    if size.endswith("%"):
        return _share(size, 1) < 0.1
    return _pixels(size, MIN_FONT_SIZE) < MIN_FONT_SIZE


def _is_far_away(value: str) -> bool:
    return any(map(_is_far, value.split()))


def _is_indented_away(value: str) -> bool:
    return _is_far(value) or abs(_pixels(value, 0)) >= 2 * FAR


def _is_thick(value: str) -> bool:
    return any(abs(_pixels(each, 0)) >= 3 for each in value.split())


def _is_bar(value: str) -> bool:
    return bool(_BAR.search(value))


def _is_clipped(value: str) -> bool:
    return not _SHOWN_CLIP.fullmatch(value)


def _always(_value: str) -> bool:
    return True


_CHECKS: dict[str, Callable[[str], bool]] = {
    "visibility": lambda value: value in {"hidden", "collapse"},
    "content-visibility": lambda value: value == "hidden",
    "mso-hide": _always,
    "opacity": lambda value: _share(value, 0) < MIN_OPACITY,
    "-webkit-text-security": _always,
    "text-security": _always,
    "unicode-bidi": lambda value: "override" in value,
    "z-index": lambda value: value.startswith("-"),
    "mix-blend-mode": _always,
    "offset-path": _always,
    "zoom": lambda value: _share(value, 0) < 0.3,
    "font-family": lambda value: bool(_SYMBOLS.search(value)),
    "font": lambda value: bool(_SYMBOLS.search(value)) or _is_tiny_font(value),
    "font-size": is_tiny,
    "text-indent": _is_indented_away,
    "line-height": lambda value: _share(value, 1) < 0.3 and not value.endswith("%"),
    "letter-spacing": lambda value: _pixels(value, 0) <= -6 or _pixels(value, 0) >= FAR,
    "word-spacing": lambda value: _pixels(value, 0) >= FAR,
    "box-shadow": lambda value: "inset" in value and max(_lengths(value), default=0) >= 10,
    "outline-offset": lambda value: _pixels(value, 0) < -2,
    "-webkit-text-stroke": _is_thick,
    "-webkit-text-stroke-width": _is_thick,
    "text-decoration": _is_bar,
    "text-decoration-thickness": _is_bar,
    "grid-template-rows": lambda value: bool(re.search(r"(?:^|\s)0(?:fr|px)?(?:\s|$)", value)),
    "transform": _is_transformed,
    "rotate": lambda value: _is_turned(value.split()[-1]),
    "scale": lambda value: any(_share(each, 0) < 0.3 for each in value.split()),
    "translate": _is_far_away,
    "clip": _always,
    "clip-path": _is_clipped,
    "-webkit-clip-path": _is_clipped,
    "-webkit-line-clamp": _always,
    "line-clamp": _always,
    **dict.fromkeys(("filter", "-webkit-filter", "-ms-filter", "backdrop-filter"), _is_filtered),
    "-webkit-backdrop-filter": _is_filtered,
    **{
        f"{prefix}mask{suffix}": _always
        for prefix in ("", "-webkit-")
        for suffix in ("", "-image", "-box-image", "-border")
    },
    **dict.fromkeys(_EDGES, _is_far_away),
}
"""The properties that can hide text, each with whether a value of it does."""


def _is_pushed_out(style: Mapping[str, str]) -> bool:
    return any(max(_lengths(style.get(name, "")), default=0) >= VERY_FAR for name in _PADDINGS)


def _is_cut_off(style: Mapping[str, str]) -> bool:
    """Whether the element is so small that its text does not fit."""
    overflow = style.get("overflow", "")
    sizes = [_pixels(value, VERY_FAR) for name in _SIZES if (value := style.get(name))]
    if not overflow.startswith("visible") and any(size == 0 for size in sizes):
        return True
    least = _LEAST_SIZES.get(overflow.split(" ")[0], 0)
    return any(0 < size <= least for size in sizes)
