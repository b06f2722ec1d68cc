"""Reads a document's body: the parts of the review, each text with the line on which it begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.headings import Heading, expect, read_heading
from documents.line_spans import LineSpan, cut, without_item
from documents.list_items import Item, read_fit, read_point
from documents.misplaced_classes import CLASSES, ONCE, PLACEMENTS
from editions.content import FilmRef, SectionContent
from reviews.models import CastCritique, Review, Section
from spoilers import Block, Unworkable, blocks
from verdicts.models import AudienceFit, VerdictPoint

NOTHING = LineSpan("", 1)

MAX_RESUMED = 10
"""How often reading resumes after a curtain that never closes."""

_PART = re.compile(r"##(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class HeadedText:
    heading: Heading
    body: LineSpan


@dataclass
class BodyParts:
    """What the body holds. ``headings`` are those of the parts that occur once, by class."""

    sections: list[tuple[SectionContent, HeadedText]] = field(default_factory=list)
    headings: dict[str, Heading] = field(default_factory=dict)
    introduction: LineSpan = NOTHING
    critiques: list[HeadedText] = field(default_factory=list)
    items: dict[str, list[Item]] = field(default_factory=dict)
    summary: LineSpan = NOTHING

    def heading(self, part: str) -> str:
        return self.headings[part].text if part in self.headings else ""


def read_body(body: str, line: int, findings: Findings) -> BodyParts:
    """The parts of ``body``, which begins on ``line`` of the file."""
    parts = BodyParts()
    lines = body.split("\n")
    starts = list(_part_starts(lines, line, findings))
    opening = cut(lines[: starts[0] if starts else len(lines)], line)
    if opening.text:
        heading = Heading(2, "", opening.line)
        parts.sections.append(
            (SectionContent("opening", "", opening.text), HeadedText(heading, opening))
        )
    for start, stop in pairwise([*starts, len(lines)]):
        heading = read_heading(lines[start], line + start, findings)
        text = cut(lines[start + 1 : stop], line + start + 1)
        _PartReader(parts, heading, text, findings).read()
    return parts


def _part_starts(lines: list[str], line: int, findings: Findings) -> Iterator[int]:
    """The indexes of the lines that open a part."""
    offset = 0
    for _attempt in range(MAX_RESUMED):
        found = _blocks("\n".join(lines[offset:]), line + offset, findings)
        yield from (offset + block.lines.start for block in found if _opens_part(block))
        last = found[-1] if found else None
        if last is None or not last.never_closes:
            return
        # A curtain that never closes contains the rest of the body, and would hide errors there.
        again = (
            at
            for at in range(offset + last.lines.start + 1, offset + last.lines.stop)
            if _PART.match(lines[at])
        )
        offset = next(again, len(lines))
        if offset == len(lines):
            return


def _opens_part(block: Block) -> bool:
    return block.kind == "heading" and block.level == 2 and not block.setext


def _blocks(text: str, line: int, findings: Findings) -> tuple[Block, ...]:
    try:
        return blocks(text)
    except Unworkable as error:
        findings.error(line, error.problem.message)
        return ()


class _PartReader:
    """Reads the ``text`` under one heading into ``parts``."""

    def __init__(
        self, parts: BodyParts, heading: Heading, text: LineSpan, findings: Findings
    ) -> None:
        self.parts = parts
        self.heading = heading
        self.text = text
        self.findings = findings

    def read(self) -> None:
        kinds = [name for name in self.heading.classes if name in CLASSES]
        if len(kinds) > 1:
            sentence = _("A part is of one kind: keep one of %s.")
            self.error(self.heading.line, sentence % ", ".join(f".{kind}" for kind in kinds))
        kind = kinds[0] if kinds else ""
        attributes = ("label", "spoils") if kind == "spoiler" else ()
        expect(self.heading, self.findings, classes=CLASSES, attributes=attributes)
        if kind in ONCE and not self.is_first(kind):
            return
        if kind == "cast":
            self.read_cast()
        elif kind == "verdict":
            self.parts.summary = self.text
        elif kind in ONCE:
            self.read_items(kind)
        else:
            self.read_section(PLACEMENTS.get(kind, "opening"))

    def error(self, line: int, sentence: str) -> None:
        self.findings.error(line, sentence)

    def is_first(self, kind: str) -> bool:
        if kind in self.parts.headings:
            sentence = _(
                "There is a second part {.%(kind)s}, the first is on line %(line)d. Join them."
            )
            line = self.parts.headings[kind].line
            self.error(self.heading.line, sentence % {"kind": kind, "line": line})
            return False
        self.parts.headings[kind] = self.heading
        self.check_column(Review, f"{kind}_heading", self.heading.text, self.heading.line)
        return True

    def check_column(self, model: Any, name: str, text: str, line: int) -> None:
        """Report if the column ``name`` of ``model`` does not accept ``text``."""
        column = model._meta.get_field(name)
        try:
            column.run_validators(text)
        except ValidationError as error:
            for message in error.messages:
                self.error(line, f"{str(column.verbose_name).capitalize()}: {message}")

    def read_section(self, placement: str) -> None:
        heading, attributes = self.heading, self.heading.attributes
        self.check_column(Section, "heading", heading.text, heading.line)
        self.check_column(Section, "curtain_label", attributes.get("label", ""), heading.line)
        slugs = sorted(set(attributes.get("spoils", "").split()))
        section = SectionContent(
            placement=placement,
            heading=heading.text,
            body=self.text.text,
            curtain_label=attributes.get("label", "") if placement == "full_story" else "",
            spoils=tuple(map(FilmRef, slugs)) if placement == "full_story" else (),
        )
        self.parts.sections.append((section, HeadedText(heading, self.text)))

    def read_cast(self) -> None:
        lines = self.text.text.split("\n")
        starts = [
            block.lines.start
            for block in blocks(self.text.text)
            if block.kind == "heading" and block.level == 3
        ]
        first = self.text.line
        self.parts.introduction = cut(lines[: starts[0] if starts else len(lines)], first)
        for start, stop in pairwise([*starts, len(lines)]):
            heading = read_heading(lines[start], first + start, self.findings)
            expect(heading, self.findings, classes=("spoiler",), attributes=("credits",))
            self.check_column(CastCritique, "heading", heading.text, heading.line)
            text = cut(lines[start + 1 : stop], first + start + 1)
            self.parts.critiques.append(HeadedText(heading, text))

    def read_items(self, kind: str) -> None:
        read = read_fit if kind == "audience" else read_point
        model, name = (AudienceFit, "premise") if kind == "audience" else (VerdictPoint, "label")
        lines = self.text.text.split("\n")
        first = self.text.line
        found = self.parts.items.setdefault(kind, [])
        for span in self.item_spans():
            item = read(
                without_item(lines[span.start : span.stop], first + span.start), self.findings
            )
            if item:
                self.check_column(model, name, getattr(item.value, name), item.line)
                found.append(item)

    def item_spans(self) -> list[range]:
        """The lines of each item. Reports other text in the part."""
        spans: list[range] = []
        for block in blocks(self.text.text):
            if block.kind == "bullet_list":
                spans += block.items
        inside = {index for span in spans for index in span}
        was_outside = False
        for index, line in enumerate(self.text.text.split("\n")):
            is_outside = bool(line.strip(" \t")) and index not in inside
            if is_outside and not was_outside:
                self.error(
                    self.text.line + index,
                    _(
                        "Only list items stand in this part, each beginning with “- ”. Move this "
                        "elsewhere, or indent it if it belongs to the item above."
                    ),
                )
            was_outside = is_outside
        return spans
