"""Applies functions to all texts of a content, by the kind of place they have in a document."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from documents.list_items import WRITERS
from editions.content import PartContent, ReviewContent
from editions.parts import CRITIQUE, Part, map_parts

Change = Callable[[str], str]


def map_texts(
    content: ReviewContent, *, section: Change, critique: Change, item: Change, plain: Change = str
) -> ReviewContent:
    """``content`` with its texts changed: ``section`` for sections and the summary, ``critique``
    for the cast, ``item`` for list items, ``plain`` for headings and labels."""

    def changed(part: Part, content: PartContent[Any]) -> PartContent[Any]:
        kind = part.item
        change = item if kind in WRITERS else critique if kind is CRITIQUE else section
        # The pull quote of a verdict is in the front matter.
        names = [] if part.is_single else kind.plain
        return PartContent(
            plain(content.heading),
            critique(content.introduction) if part.introduction_field else "",
            tuple(
                replace(
                    each,
                    **{name: plain(getattr(each, name)) for name in names},
                    **{kind.text: change(kind.text_of(each))},
                )
                for each in content.items
            ),
        )

    return map_parts(content, changed)
