"""A text in each field of a review, in each container, and with each sign of a curtain damaged."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from editions.content import ReviewContent
from editions.rendered import Rendering
from editions.serialisation import to_json


def _in_section(placement: str) -> Callable[[ReviewContent, str], ReviewContent]:
    def write(content: ReviewContent, text: str) -> ReviewContent:
        sections = tuple(
            replace(section, body=text) if section.placement == placement else section
            for section in content.sections
        )
        return replace(content, sections=sections)

    return write


def _in_cast(content: ReviewContent, **fields: Any) -> ReviewContent:
    return replace(content, cast=replace(content.cast, **fields))


def _with_body(parts: tuple[Any, ...], text: str) -> tuple[Any, ...]:
    return tuple(replace(part, body=text) for part in parts)


MARKDOWN: Mapping[str, Callable[[ReviewContent, str], ReviewContent]] = {
    "opening": _in_section("opening"),
    "full story": _in_section("full_story"),
    "closing": _in_section("closing"),
    "introduction": lambda content, text: _in_cast(content, introduction=text),
    "critiques": lambda content, text: _in_cast(
        content, critiques=_with_body(content.cast.critiques, text)
    ),
    "rationale": lambda content, text: replace(
        content, fits=tuple(replace(fit, rationale=text) for fit in content.fits)
    ),
    "good": lambda content, text: replace(content, good=_with_body(content.good, text)),
    "bad": lambda content, text: replace(content, bad=_with_body(content.bad, text)),
    "verdict": lambda content, text: replace(
        content, verdict=content.verdict and replace(content.verdict, summary=text)
    ),
}
"""Each Markdown field of a review: how a text gets into it."""

PLAIN: Mapping[str, Callable[[ReviewContent, str], ReviewContent]] = {
    "headline": lambda content, text: replace(content, headline=text),
    "standfirst": lambda content, text: replace(content, standfirst=text),
    "description": lambda content, text: replace(content, meta_description=text),
    "disclosure": lambda content, text: replace(content, disclosure=text),
    "headings": lambda content, text: replace(
        _in_cast(content, heading=text),
        audience_heading=text,
        good_heading=text,
        bad_heading=text,
        verdict_heading=text,
        sections=tuple(
            replace(section, heading=text, curtain_label=text) for section in content.sections
        ),
    ),
    "heading of a critique": lambda content, text: _in_cast(
        content,
        critiques=tuple(replace(critique, heading=text) for critique in content.cast.critiques),
    ),
    "premise": lambda content, text: replace(
        content, fits=tuple(replace(fit, premise=text) for fit in content.fits)
    ),
    "label of a point": lambda content, text: replace(
        content, good=tuple(replace(point, label=text) for point in content.good)
    ),
    "pull quote": lambda content, text: replace(
        content, verdict=content.verdict and replace(content.verdict, pull_quote=text)
    ),
}
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
