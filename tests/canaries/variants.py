"""Writes a text into each field of a review, puts it into containers, and damages its marks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from editions.content import ReviewContent
from editions.parts import BY_KEY, OWN_TEXTS, PARTS
from editions.rendered import Rendering
from editions.serialisation import to_json

Write = Callable[[ReviewContent, str], ReviewContent]


def _in_heading(key: str, field: str) -> Write:
    """Writes into ``field`` of the part with ``key``: its heading or its introduction."""

    def write(content: ReviewContent, text: str) -> ReviewContent:
        part = BY_KEY[key].of(content)
        return replace(content, **{key: replace(part, **{field: text})})

    return write


def _in_items(key: str, field: str) -> Write:
    def write(content: ReviewContent, text: str) -> ReviewContent:
        part = BY_KEY[key].of(content)
        items = tuple(replace(item, **{field: text}) for item in part.items)
        return replace(content, **{key: replace(part, items=items)})

    return write


def _in_own(field: str) -> Write:
    return lambda content, text: replace(content, **{field: text})


MARKDOWN: Mapping[str, Write] = {
    f"{part.key}-introduction": _in_heading(part.key, "introduction")
    for part in PARTS
    if part.introduction_field
} | {part.key: _in_items(part.key, part.item.text) for part in PARTS}
"""For each Markdown field of a review, a function that writes a text into it."""

PLAIN: Mapping[str, Write] = (
    {name: _in_own(name) for name in OWN_TEXTS}
    | {
        f"heading of {part.key}": _in_heading(part.key, "heading")
        for part in PARTS
        if part.heading_field
    }
    | {
        f"{name} of {part.key}": _in_items(part.key, name)
        for part in PARTS
        for name in part.item.plain
    }
)
"""For each plain field of a review, a function that writes a text into it. Plain fields cannot
have curtains: a text with a spoiler mark is not shown at all."""


def public_part(rendering: Rendering) -> str:
    """Everything in ``rendering`` that is public while all curtains are closed."""
    labels = [curtain.label for curtain in rendering.curtains if not curtain.parent]
    public = to_json(replace(rendering, curtains=()))
    return json.dumps([public, labels], ensure_ascii=False)


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


CONTAINERS: Mapping[str, Callable[[str], str]] = {
    "list": lambda text: _indented(text, "- ", "  "),
    "numbered list": lambda text: _indented(text, "1. one\n2. ", "   "),
    "quotation": lambda text: _indented(text, "> ", "> "),
    "curtain": lambda text: f"::: spoiler Around\n\n{text}\n\n:::",
}

DAMAGES: Mapping[str, Callable[[str], str]] = {
    "removed": lambda sign: "",
    "doubled": lambda sign: sign + sign,
    "without its last character": lambda sign: sign[:-1],
    "reversed": lambda sign: sign[::-1],
    "divided by a space": lambda sign: f"{sign[:-1]} {sign[-1]}",
    "divided by an invisible character": lambda sign: f"{sign[:-1]}\u200b{sign[-1]}",
    "escaped": lambda sign: "\\" + sign,
    "on another line": lambda sign: f"\n\n{sign}",
    "as code": lambda sign: f"`{sign}`",
    "as an entity": lambda sign: sign.replace(">", "&gt;").replace("<", "&lt;"),
    "in full-width characters": lambda sign: (
        sign.replace(">", "＞").replace("<", "＜").replace(":", "：")
    ),
    "after an ideographic space": lambda sign: f"\u3000{sign}",
}
