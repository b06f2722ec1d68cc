"""The parts of a document's body as they were read, with the lines of their texts."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from documents.headings import Heading
from documents.line_spans import LineSpan
from documents.text_lines import TextLines
from editions.content import CritiqueContent, FitContent, PointContent, SectionContent
from editions.review_texts import CAST_INTRODUCTION
from reviews.models import CastCritique, Section
from verdicts.models import AudienceFit, VerdictPoint

PLAIN_COLUMNS: dict[type[Any], tuple[type[Any], tuple[str, ...]]] = {
    SectionContent: (Section, ("heading", "curtain_label")),
    CritiqueContent: (CastCritique, ("heading",)),
    FitContent: (AudienceFit, ("premise",)),
    PointContent: (VerdictPoint, ("label",)),
}
"""The columns of an item without markup, which stand on its first line, and their model."""

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
    """``items`` are in order, by the first half of their keys on the page: "story", "cast", "good".
    ``headings`` are those of the parts that occur once, by their class."""

    items: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, Heading] = field(default_factory=dict)
    introduction: LineSpan = NO_TEXT
    summary: LineSpan = NO_TEXT

    def values(self, key: str) -> tuple[Any, ...]:
        return tuple(item.value for item in self.items[key])

    def heading(self, part: str) -> str:
        return self.headings[part].text if part in self.headings else ""

    def lines(self) -> TextLines:
        lines = TextLines({CAST_INTRODUCTION: self.introduction.line, "verdict": self.summary.line})
        for part, heading in self.headings.items():
            lines.plain[part, f"{part}_heading"] = heading.line
        for key, items in self.items.items():
            for number, item in enumerate(items, 1):
                lines.markdown[f"{key}-{number}"] = item.text_line
                for name in PLAIN_COLUMNS[type(item.value)][1]:
                    lines.plain[f"{key}-{number}", name] = item.line
        return lines
