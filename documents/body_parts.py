"""The parts of a document's body as they were read, with the lines of their texts."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from documents.headings import Heading
from documents.line_spans import LineSpan
from documents.text_lines import TextLines
from editions.parts import PARTS

NO_TEXT = LineSpan("", 1)


@dataclass(frozen=True, slots=True)
class Item:
    """A section, critique, fit or point.

    It begins on ``line`` of the file, its text on ``text_line``. ``credits`` is the attribute of a
    critique's heading, None if it is not given.
    """

    value: Any
    line: int
    text_line: int
    credits: str | None = None


@dataclass
class BodyParts:
    """``items`` are in order, by the key of their part. ``headings`` are those of the parts that
    occur once."""

    items: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, Heading] = field(default_factory=dict)
    introduction: LineSpan = NO_TEXT
    summary: LineSpan = NO_TEXT

    def values(self, key: str) -> tuple[Any, ...]:
        return tuple(item.value for item in self.items[key])

    def heading(self, part: str) -> str:
        return self.headings[part].text if part in self.headings else ""

    def lines(self) -> TextLines:
        lines = TextLines({"verdict": self.summary.line})
        for part in PARTS:
            if part.introduction_field:
                lines.markdown[part.introduction_key] = self.introduction.line
            if part.key in self.headings:
                lines.plain[part.key, "heading"] = self.headings[part.key].line
            for number, item in enumerate(self.items[part.key], 1):
                key = part.item_key(number)
                lines.markdown[key] = item.text_line
                for name in part.item.plain:
                    lines.plain[key, name] = item.line
        return lines
