"""A text in each field of a review, in each container, and with each sign of a curtain damaged."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from editions.content import ReviewContent
from editions.parts import BY_KEY, OWN_TEXTS, PARTS
from editions.rendered import Rendering
from editions.serialisation import to_json

Write = Callable[[ReviewContent, str], ReviewContent]


def _in_heading(key: str, field: str) -> Write:
    """Writes into ``field`` of the part with ``key`` itself: its heading or its introduction."""

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
"""Each Markdown field of a review: how a text gets into it."""

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
"""Each field that holds no curtain: one that is written there all the same is not shown."""


def public_part(rendering: Rendering) -> str:
    """All of ``rendering`` that reaches a reader while every curtain is closed."""
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
    "taken away": lambda sign: "",
    "doubled": lambda sign: sign + sign,
    "its end taken away": lambda sign: sign[:-1],
    "turned around": lambda sign: sign[::-1],
    "divided": lambda sign: f"{sign[:-1]} {sign[-1]}",
    "divided invisibly": lambda sign: f"{sign[:-1]}\u200b{sign[-1]}",
    "escaped": lambda sign: "\\" + sign,
    "on another line": lambda sign: f"\n\n{sign}",
    "as code": lambda sign: f"`{sign}`",
    "as an entity": lambda sign: sign.replace(">", "&gt;").replace("<", "&lt;"),
    "in wide letters": lambda sign: sign.replace(">", "＞").replace("<", "＜").replace(":", "："),
    "after an ideographic space": lambda sign: f"\u3000{sign}",
}
