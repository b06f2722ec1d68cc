"""Elements that show or hide others when a reader acts. What they hide cannot be told from them."""

import re
from collections.abc import Iterator

from spoilers.foreign.elements import Element
from spoilers.foreign.vocabulary import hides

_SHOWS = re.compile(r"\.style\b|display|visib|classlist|classname|\.open\b|innerhtml", re.I)
_SWITCHES = {"checkbox", "radio"}
_BUTTONS = {"button", "a", "label", "input"}
_TAG = re.compile(r"<[^<>]*>")
_FORM_PARTS = {"label", "input", "br", "button", "select", "legend", "wbr", "style", "script"}


def switches(root: Element, source: str) -> Iterator[Element]:
    """The elements in `root` with a script that shows or hides something, and the boxes to tick
    beside which there is more than their labels: rules of style may hide it."""
    yield from _buttons(root, source)
    yield from _scripts_and_boxes(root, source)


def _scripts_and_boxes(root: Element, source: str) -> Iterator[Element]:
    for at, node in enumerate(root.children):
        attributes = node.tag.attributes if node.tag else {}
        if any(_is_script(*each) and _acts(each[1]) for each in attributes.items()) or (
            _is_box(node) and any(_is_content(each, source) for each in root.children[at + 1 :])
        ):
            yield node
        elif node.name == "label" and any(map(_is_box, node.children)):
            following = root.children[at + 1 :]
            if any(_is_content(each, source) for each in following if each.is_block):
                yield node
        yield from _scripts_and_boxes(node, source)


def _buttons(root: Element, source: str) -> Iterator[Element]:
    """Buttons named a spoiler, after which there is text, but nothing hidden."""
    nodes = list(_hidden(root))
    buttons = [node for node in nodes if node.name in _BUTTONS]
    last = max((node.start for node in nodes if node.name not in _BUTTONS), default=-1)
    for node in buttons:
        if last < node.start and _TAG.sub("", source[node.end : root.end]).strip():
            yield node


def _hidden(root: Element) -> Iterator[Element]:
    """The hidden elements in `root`, not those in others."""
    for node in root.children:
        if node.is_hidden:
            yield node
        elif node.holds_hidden:
            yield from _hidden(node)


def _is_script(name: str, value: str) -> bool:
    return name.startswith("on") or value.lower().startswith("javascript:")


def _acts(script: str) -> bool:
    return bool(_SHOWS.search(script)) or hides(script[:2_000])


def _is_box(node: Element) -> bool:
    attributes = node.tag.attributes if node.tag else {}
    kind = attributes.get("type", "").strip().lower()
    return node.name == "input" and kind in _SWITCHES and "disabled" not in attributes


def _is_content(node: Element, source: str) -> bool:
    """Whether `node` is an element with text that is no part of a form."""
    if node.tag is None or node.name in _FORM_PARTS or node.tag.is_comment:
        return False
    return any(
        _is_content(each, source) if each.tag else bool(source[each.start : each.end].strip())
        for each in node.children
    )
