"""The lists of Word, which its HTML holds as paragraphs with a class."""

import re

from spoilers.foreign.elements import Element

_LEVEL = re.compile(r"level(\d)")
_BULLETS = "·•o§▪–‣◦●○■\uf0b7\uf0a7-"
_SIGN = re.compile(rf"\s*(?:[{_BULLETS}]|\(?(?:\d{{1,3}}|[a-zA-Z]{{1,4}})[.)])\s+")


def level_of_item(node: Element) -> int:
    """The level of the list item that the paragraph `node` is, from 1; 0 if it is none."""
    attributes = node.tag.attributes if node.tag else {}
    if not attributes.get("class", "").startswith("MsoListParagraph"):
        return 0
    found = _LEVEL.search(node.style.get("mso-list", ""))
    return int(found[1]) if found else 1


def is_sign(node: Element) -> bool:
    """Whether `node` holds the bullet or the number of an item."""
    return node.style.get("mso-list") == "ignore"


def sign_of_item(text: str) -> str:
    """The bullet or the number with which the visible `text` of an item begins."""
    found = _SIGN.match(text)
    return found[0] if found else ""


def is_numbered(sign: str) -> bool:
    return bool(sign.strip()) and sign.strip() not in _BULLETS
