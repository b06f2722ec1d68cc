"""Elements that show or hide others when a reader acts. What they hide cannot be told from them."""

import re
from collections.abc import Callable, Iterator, Sequence

from spoilers.foreign.elements import Element
from spoilers.foreign.vocabulary import hides

_SHOWS = re.compile(r"\.style\b|display|visib|classlist|classname|\.open\b|innerhtml", re.I)
_SWITCHES = {"checkbox", "radio"}
_BUTTONS = {"button", "a", "label", "input"}
_FORM_PARTS = {"label", "input", "br", "button", "select", "legend", "wbr", "style", "script"}
MAX_SCRIPT = 2_000
"""Characters of a script in which words are looked for."""


def switches(root: Element, source: str) -> Iterator[Element]:
    """The elements in `root` with a script that shows or hides something, the boxes to tick beside
    which there is more than their labels, and the buttons named a spoiler without a hidden element
    after them, but text."""
    yield from _scripts_and_boxes(root, source)
    hidden = list(_hidden(root))
    if buttons := [node for node in hidden if node.name in _BUTTONS]:
        last = max((node.start for node in hidden if node.name not in _BUTTONS), default=-1)
        end = _last_text(root, source)
        yield from (node for node in buttons if last < node.start and node.end <= end)


def _scripts_and_boxes(root: Element, source: str) -> Iterator[Element]:
    children = root.children
    boxes = {at for at, node in enumerate(children) if _is_box(node)}
    labels = {
        at
        for at, node in enumerate(children)
        if node.name == "label" and any(map(_is_box, node.children))
    }
    last_content = _last(children, lambda node: _is_content(node, source)) if boxes else -1
    last_block = (
        _last(children, lambda node: node.is_block and _is_content(node, source)) if labels else -1
    )
    for at, node in enumerate(children):
        is_switch = (at in boxes and at < last_content) or (at in labels and at < last_block)
        if is_switch or _has_script(node):
            yield node
        yield from _scripts_and_boxes(node, source)


def _last(nodes: Sequence[Element], check: Callable[[Element], bool]) -> int:
    """The index of the last of `nodes` that `check` accepts; -1 for none."""
    return next((at for at in range(len(nodes) - 1, -1, -1) if check(nodes[at])), -1)


def _hidden(root: Element) -> Iterator[Element]:
    """The hidden elements in `root`, not those in others."""
    for node in root.children:
        if node.is_hidden:
            yield node
        elif node.holds_hidden:
            yield from _hidden(node)


def _last_text(root: Element, source: str) -> int:
    """The position of the last text in `root`; -1 for none."""
    for node in reversed(root.children):
        if node.tag is None:
            if source[node.start : node.end].strip():
                return node.start
        elif (found := _last_text(node, source)) >= 0:
            return found
    return -1


def _has_script(node: Element) -> bool:
    attributes = node.tag.attributes if node.tag else {}
    return any(
        (name.startswith("on") or value.lower().startswith("javascript:"))
        and (_SHOWS.search(value) or hides(value[:MAX_SCRIPT]))
        for name, value in attributes.items()
    )


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
