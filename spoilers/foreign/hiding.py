"""Whether the names or the colours of an HTML element hide it.

`spoilers.foreign.css_tricks` has its other styles.
"""

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

_PALETTE = re.compile(r"has-([\w-]+?)(-background)?-color")
_UTILITY = re.compile(r"(?<![\w:-])(text|bg)-((?!center|left|right|top|bottom|wrap)[\w-]+)")
"""The colours of Tailwind and Bootstrap."""
_BACKGROUNDS = ("background-color", "background", "mso-highlight", "background-image")
_NOT_TEXT = re.compile(
    r"color-mix\(|var\(--[\w-]*(?:bg|back|surface|paper|page|canvas|transp|white)"
)
"""Colours that are not understood, and are rather those of a background."""
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
_CONDITION = re.compile(r"(?:x|v|ng|data-ng)-(?:show|if|else|hide|cloak)|\*ngif", re.I)
"""Attributes with which a script shows an element or not."""
_CLOSED = {"data-state": {"closed"}, "role": {"dialog", "alertdialog"}}
_IGNORED = ("aria-", "on", "xmlns", "jsaction", "jsname")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The colours that an element has from the elements around it; None for unknown ones."""

    colour: Colour | None = None
    background: Colour | None = None


def hidden_by_names(attributes: Mapping[str, str]) -> bool:
    """Whether the name of an attribute or a class says that the element is hidden."""
    for name, value in attributes.items():
        if _CONDITION.fullmatch(name) or value.lower() in _CLOSED.get(name, ()):
            return True
        if name.startswith(_IGNORED) and name != "aria-label":
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
        return inside, bool(_NOT_TEXT.match(text))
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
