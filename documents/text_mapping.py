"""Changing the texts of a document, each by the kind of its place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from documents.items import WRITERS
from editions.content import PartContent, ReviewContent
from editions.parts import CRITIQUE, Part, map_parts

Change = Callable[[str], str]


def map_texts(
    content: ReviewContent, *, section: Change, critique: Change, item: Change, plain: Change = str
) -> ReviewContent:
    """``content`` with each text of its body changed, by the kind of its place in a document."""

    def changed(part: Part, content: PartContent[Any]) -> PartContent[Any]:
        kind = part.item
        change = item if kind in WRITERS else critique if kind is CRITIQUE else section
        in_body = [name for name in kind.plain if name != "pull_quote"]
        return PartContent(
            plain(content.heading),
            critique(content.introduction) if part.introduction_field else "",
            tuple(
                replace(
                    each,
                    **{name: plain(getattr(each, name)) for name in in_body},
                    **{kind.text: change(kind.text_of(each))},
                )
                for each in content.items
            ),
        )

    return map_parts(content, changed)
