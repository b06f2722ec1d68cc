"""The formats that an element gives to its text, by its name and by its style."""

from spoilers.foreign.elements import Element
from spoilers.foreign.runs import EMPHASIS, STRIKE, STRONG, Format, Formats
from spoilers.foreign.vocabulary import Treatment


def formats_of(node: Element) -> Formats:
    """The formats that `node` gives to its text."""
    found: set[Format] = set()
    match node.treatment:
        case Treatment.EMPHASIS:
            found.add(EMPHASIS)
        case Treatment.STRONG:
            found.add(STRONG)
        case Treatment.STRIKE:
            found.add(STRIKE)
    style = node.style
    if style.get("font-style") in {"italic", "oblique"}:
        found.add(EMPHASIS)
    weight = style.get("font-weight", "")
    if weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600):
        found.add(STRONG)
    if (
        "line-through"
        in f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    ):
        found.add(STRIKE)
    return frozenset(found - formats_without(node))


def formats_without(node: Element) -> Formats:
    """The formats that the style of `node` takes away."""
    found = set()
    weight = node.style.get("font-weight", "")
    if weight in {"normal", "lighter"} or (weight.isdigit() and int(weight) < 600):
        found.add(STRONG)
    if node.style.get("font-style") == "normal":
        found.add(EMPHASIS)
    return frozenset(found)
