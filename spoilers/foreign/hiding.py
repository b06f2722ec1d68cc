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
    parse_colour,
)
from spoilers.foreign.vocabulary import SPOILER, hides

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'(])*)")
_PALETTE = re.compile(r"has-([\w-]+?)(-background)?-color")
_FUNCTIONS = re.compile(
    r"blur\(|opacity\(\s*\.?0|brightness\(\s*0|contrast\(\s*0|drop-shadow\(", re.I
)
_ZERO = re.compile(r"[-+]?0*\.?0+(?:[a-z]+|%)?")
_TINY = re.compile(r"0*(?:[01](?:\.\d+)?|\.\d+)(?:px|pt)|0*\.?0+[\w%]*|0?\.[012]\d*r?em|[0-9]%")
_AWAY = re.compile(r"-\d{3,}")
_SCALE = re.compile(r"scale(?:3d|[xyz])?\(\s*\.?0*\.?0*\s*[,)]|translate\w*\(\s*-\d{3,}")
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
        or any(_FUNCTIONS.search(get(name, "")) for name in ("filter", "-webkit-filter"))
        or any(
            name.removeprefix("-webkit-").startswith("mask")
            for name in style
            if _is_set(style[name])
        )
        or bool(_TINY.fullmatch(get("font-size", "")))
        or bool(_TINY.fullmatch(get("font", "").split("/")[0].split(" ")[0] or "x"))
        or bool(_AWAY.match(get("text-indent", "")))
        or any(
            _AWAY.match(get(name, "")) for name in ("left", "right", "top", "bottom", "margin-left")
        )
        or bool(_SCALE.search(get("transform", "")))
        or bool(_CLIP.search(f"{get('clip', '')} {get('clip-path', '')}"))
        or (
            any(
                _ZERO.fullmatch(get(name, "x"))
                for name in ("height", "max-height", "width", "max-width")
            )
            and not get("overflow", "hidden").startswith("visible")
        )
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
    return any((name, not background) in used for name, background in used)


def colours(
    attributes: Mapping[str, str], style: Mapping[str, str], around: Surroundings
) -> tuple[Surroundings, bool]:
    """The colours of an element, and whether its text cannot be told from its background.

    If both colours are set and one of them is not understood, the text counts as hidden.
    """
    text = style.get("color") or attributes.get("color", "")
    fill = style.get("-webkit-text-fill-color", "")
    back = style.get("background-color") or style.get("background") or attributes.get("bgcolor", "")
    text = fill or text
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


def _background(value: str) -> Colour | None:
    """The colour in the value of `background`, which may hold more than that."""
    whole = parse_colour(value)
    if whole is not None:
        return whole
    found = [parse_colour(part) for part in re.findall(r"[\w#]+(?:\([^()]*\))?", value)[:20]]
    return next((each for each in found if each is not None and each != NONE), None)
