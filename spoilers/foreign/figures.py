"""Figures of other sites: a picture with its caption."""

from collections.abc import Iterator

from spoilers.foreign.elements import Element
from spoilers.foreign.vocabulary import Treatment

_WITH_MORE = {Treatment.LINK, Treatment.BREAK}
"""What a caption cannot have: the title of a picture is one line of plain words."""


def captioned(node: Element) -> tuple[Element, Element] | None:
    """The picture and the caption of the figure `node`, if it has one of each, nothing else, and
    nothing hidden. A caption with a link is none: it would lose the link."""
    if node.name != "figure" or node.holds_hidden:
        return None
    captions = [each for each in node.children if each.name == "figcaption"]
    others = [each for each in node.children if each.name != "figcaption"]
    inside = [each for other in others for each in _walk(other)]
    pictures = [each for each in inside if each.treatment is Treatment.PICTURE]
    if len(captions) != 1 or len(pictures) != 1:
        return None
    around = (each.treatment for each in (*inside, *_walk(captions[0])))
    return None if _WITH_MORE.intersection(around) else (pictures[0], captions[0])


def _walk(node: Element) -> Iterator[Element]:
    yield node
    for child in node.children:
        yield from _walk(child)
