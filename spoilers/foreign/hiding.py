"""Whether the attributes of an HTML element hide it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from spoilers.foreign.colours import (
    BLACK,
    MIN_CONTRAST,
    NONE,
    WHITE,
    Colour,
    contrast,
    contrasting,
    parse_colour,
)
from spoilers.foreign.vocabulary import SPOILER, hides, names_spoiler

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'(])*)")
_PALETTE = re.compile(r"has-([\w-]+?)(-background)?-color")
_UTILITY = re.compile(r"(?<![\w:-])(text|bg)-((?!center|left|right|top|bottom|wrap)[\w-]+)")
"""The colours of Tailwind and Bootstrap."""
_FUNCTIONS = re.compile(
    r"blur\(|opacity\(\s*\.?0|brightness\(\s*0|contrast\(\s*0|drop-shadow\(|url\(", re.I
)
_SYMBOLS = re.compile(r"wingdings|webdings|dingbats")
"""Fonts that show letters as pictures."""
_SIZES = ("height", "max-height", "width", "max-width")
_BACKGROUNDS = ("background-color", "background", "mso-highlight", "background-image")
_ONE_PIXEL = re.compile(r"(?:[01]?\.\d+|[012])(?:px|pt)")
_TIGHT = re.compile(r"-(?:\d{2,}px|[1-9][\d.]*em|0?\.[4-9]\d*em)")
_BAR = re.compile(r"(?:^|\s)(?:0?\.[4-9]\d*em|[1-9][\d.]*r?em|\d{2,}px)")
"""A line through the text that is as thick as the letters."""
_ZERO = re.compile(r"[-+]?0*\.?0+(?:[a-z]+|%)?")
_TINY = re.compile(r"0*(?:[0-3](?:\.\d+)?|\.\d+)(?:px|pt)|0*\.?0+[\w%]*|0?\.[012]\d*r?em|[0-9]%")
_AWAY = re.compile(r"-\d{3,}")
_PUSHED = re.compile(r"[1-9]\d{2,}%")
_SCALE = re.compile(
    r"scale(?:3d|[xyz])?\(\s*\.?0*\.?0*\s*[,)]|translate\w*\(\s*-\d{3,}"
    r"|rotate[xyz]?\(\s*-?(?:180|0?\.5turn|3\.14)|scale[xy]?\(\s*-"
    r"|rotate[xy]\(\s*-?90|matrix\(\s*0\s*,\s*0"
)
_CLIP = re.compile(
    r"rect\(\s*[01](?:px)?[\s,]+[01]|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0[^,]*(?:,\s*0[a-z%]*\s+0[a-z%]*\s*)+\)"
)

# What other pages write into these is not a name: an address, words for readers, a value.
_VALUES = {"href", "src", "srcset", "title", "alt", "style", "content", "value", "placeholder"}
_VALUES |= {
    "color",
    "bgcolor",
    "background",
    "width",
    "height",
    "sizes",
    "cite",
    "datetime",
    "lang",
}
_NAMES = {"class", "id", "type", "role", "rel", "name", "slot", "part", "is", "kind", "itemprop"}
MAX_VALUE = 2000
"""Characters of an attribute in which names are looked for."""
_IGNORED = ("aria-", "on", "xmlns", "jsaction", "jsname")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The colours that an element has from the elements around it; None for unknown ones."""

    colour: Colour | None = None
    background: Colour | None = None


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, or of a rule. The last one of a property counts."""
    found = _DECLARATION.findall(_COMMENT.sub(" ", style))
    return {name.lower(): value.lower().replace("!important", "").strip() for name, value in found}


def hidden_by_style(style: Mapping[str, str]) -> bool:
    """Whether declarations other than those of colours hide an element."""
    if not style:
        return False
    get = style.get
    return (
        get("display") == "none"
        or get("visibility") in {"hidden", "collapse"}
        or get("content-visibility") == "hidden"
        or get("mso-hide", "none") not in {"none", ""}
        or _opacity(get("opacity", "1")) < 0.2
        or any(_FUNCTIONS.search(value) for name, value in style.items() if "filter" in name)
        or get("-webkit-text-security", get("text-security", "none")) != "none"
        or "override" in get("unicode-bidi", "")
        or get("z-index", "").startswith("-")
        or bool(_SYMBOLS.search(f"{get('font-family', '')} {get('font', '')}"))
        or any(
            name.removeprefix("-webkit-").startswith("mask")
            for name in style
            if _is_set(style[name])
        )
        or bool(_TINY.fullmatch(get("font-size", "")))
        or bool(_TINY.fullmatch(get("font", "").split("/")[0].split(" ")[0] or "x"))
        or bool(_AWAY.match(get("text-indent", "")) or _PUSHED.match(get("text-indent", "")))
        or any(
            _AWAY.match(get(name, "")) for name in ("left", "right", "top", "bottom", "margin-left")
        )
        or bool(_SCALE.search(get("transform", "")))
        or bool(_CLIP.search(f"{get('clip', '')} {get('clip-path', '')}"))
        or (
            any(_ZERO.fullmatch(get(name, "x")) for name in _SIZES)
            and not get("overflow", "hidden").startswith("visible")
        )
        or (
            (
                any(_ONE_PIXEL.fullmatch(get(name, "x")) for name in _SIZES)
                or _ZERO.fullmatch(get("line-height", "x"))
            )
            and get("overflow", "").startswith(("hidden", "clip"))
        )
        or bool(_TIGHT.match(get("letter-spacing", "")))
        or any(_BAR.search(value) for name, value in style.items() if "decoration" in name)
    )


def is_zero(length: str) -> bool:
    return bool(_ZERO.fullmatch(length.strip().lower()))


def _opacity(value: str) -> float:
    try:
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return 1.0


def _is_set(value: str) -> bool:
    return value not in {"none", "initial", "unset", "inherit", "auto", ""}


def hidden_by_names(attributes: Mapping[str, str]) -> bool:
    """Whether the name of an attribute or a class says that the element is hidden."""
    for name, value in attributes.items():
        if name.startswith(_IGNORED):
            continue
        is_name = name in _NAMES or name.startswith("data-")
        # The words of a sentence are no names.
        is_word = name in _NAMES or " " not in value or SPOILER.search(value)
        if (
            SPOILER.search(name)
            or (name not in _VALUES and hides(name))
            or (name not in _VALUES and " " not in value and names_spoiler(value[:MAX_VALUE]))
            or (is_name and is_word and hides(value[:MAX_VALUE]))
            # The value of a shortcode, `[quote=Spoiler]`, unless it is an address.
            or (not name and "/" not in value and SPOILER.search(value[:MAX_VALUE]))
        ):
            return True
    return _is_of_one_colour(attributes.get("class", ""))


def _is_of_one_colour(classes: str) -> bool:
    """Whether WordPress's classes give text and background the same colour of the palette."""
    found = [_PALETTE.fullmatch(each) for each in classes.split()[:50]]
    used = [(match[1], bool(match[2])) for match in found if match]
    used += [(name, kind == "bg") for kind, name in _UTILITY.findall(classes)]
    return any((name, not background) in used for name, background in used)


def colours(
    attributes: Mapping[str, str], style: Mapping[str, str], around: Surroundings
) -> tuple[Surroundings, bool]:
    """The colours of an element, and whether its text cannot be told from its background.

    If both colours are set and one of them is not understood, the text counts as hidden.
    """
    text = style.get("color") or attributes.get("color", "")
    fill = style.get("-webkit-text-fill-color", "")
    back = next(filter(None, map(style.get, _BACKGROUNDS)), "") or attributes.get("bgcolor", "")
    text = text or _of_palette(attributes, is_background=False)
    if not (text or back) and (dark := parse_colour(_of_palette(attributes, is_background=True))):
        # The theme gives the text in it a colour that can be read.
        return Surroundings(around.colour or contrasting(dark), dark), False
    back = back or _of_palette(attributes, is_background=True)
    text = fill or text
    if "gradient(" in back:
        # Of the colours of a gradient the first one counts.
        back = back.partition("gradient(")[2]
    if text and text in {"inherit", "initial", "currentcolor", "unset", "windowtext", "auto"}:
        text = ""
    if back in {"inherit", "initial", "unset", "none", "transparent"} or "url(" in back:
        back = ""
    if not text and not back:
        return around, False
    if back in {"currentcolor", text}:
        return around, True
    colour = parse_colour(text) if text else around.colour
    background = _background(back) if back else around.background
    if background is not None and background[3] < 0.1:
        background = around.background
    inside = Surroundings(colour, background)
    if text and colour is not None and colour[3] < 0.2:
        return inside, True
    if text and back and (colour is None or background is None):
        return inside, True
    if text and colour is None:
        return inside, False
    # Without colours of its own the page is taken to be black on white.
    seen = contrast(colour or BLACK, background or WHITE)
    return inside, seen < MIN_CONTRAST


def _of_palette(attributes: Mapping[str, str], *, is_background: bool) -> str:
    """The colour that a class of WordPress's palette names; "" for one that only a theme knows."""
    found = map(_PALETTE.fullmatch, attributes.get("class", "").split()[:50])
    names = [match[1] for match in found if match and bool(match[2]) is is_background]
    return next(filter(parse_colour, names), "")


def _background(value: str) -> Colour | None:
    """The colour in the value of `background`, which may hold more than that."""
    whole = parse_colour(value)
    if whole is not None:
        return whole
    found = [parse_colour(part) for part in re.findall(r"[\w#]+(?:\([^()]*\))?", value)[:20]]
    return next((each for each in found if each is not None and each != NONE), None)
