"""A document's body → the parts of the review, each text with the line that it begins on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.headings import Heading, expect, read_heading
from documents.items import READERS, Item
from documents.line_spans import LineSpan, cut, without_item
from documents.near_misses import CLASSES, PART_OF_CLASS
from editions.content import FilmRef, SectionContent
from editions.parts import BY_KEY, SECTION, Part
from reviews.models import CastCritique, Review, Section
from spoilers import Block, Unworkable, blocks

NOTHING = LineSpan("", 1)

RESUMED = 10
"""How often reading is taken up again behind a curtain that never closes."""

_PART = re.compile(r"##(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text under its heading."""

    heading: Heading
    passage: LineSpan


@dataclass
class Parts:
    """The contents of the body. ``sections`` and ``items`` are by the key of their part; the
    ``headings`` are of the parts that a document has once."""

    sections: dict[str, list[tuple[SectionContent, Piece]]] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    introduction: LineSpan = NOTHING
    critiques: list[Piece] = field(default_factory=list)
    items: dict[str, list[Item]] = field(default_factory=dict)
    summary: LineSpan = NOTHING

    def heading(self, part: str) -> str:
        return self.headings[part].text if part in self.headings else ""


def read_body(body: str, line: int, findings: Findings) -> Parts:
    """The parts of ``body``, which begins on ``line`` of the file."""
    parts = Parts()
    lines = body.split("\n")
    starts = list(_part_starts(lines, line, findings))
    opening = cut(lines[: starts[0] if starts else len(lines)], line)
    if opening.text:
        heading = Heading(2, "", opening.line)
        parts.sections["opening"] = [(SectionContent("", opening.text), Piece(heading, opening))]
    for start, stop in pairwise([*starts, len(lines)]):
        heading = read_heading(lines[start], line + start, findings)
        passage = cut(lines[start + 1 : stop], line + start + 1)
        _Part(parts, heading, passage, findings).read()
    return parts


def _part_starts(lines: list[str], line: int, findings: Findings) -> Iterator[int]:
    """The indexes of the lines that open a part."""
    offset = 0
    for _attempt in range(RESUMED):
        found = _blocks("\n".join(lines[offset:]), line + offset, findings)
        yield from (offset + block.lines.start for block in found if _opens_part(block))
        last = found[-1] if found else None
        if last is None or not last.never_closes:
            return
        # A curtain that never closes swallows the rest, and would hide what is wrong there.
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


class _Part:
    """Reads what stands under one heading into ``parts``."""

    def __init__(
        self, parts: Parts, heading: Heading, passage: LineSpan, findings: Findings
    ) -> None:
        self.parts = parts
        self.heading = heading
        self.passage = passage
        self.findings = findings

    def read(self) -> None:
        kinds = [name for name in self.heading.classes if name in CLASSES]
        if len(kinds) > 1:
            sentence = _("A part is of one kind: keep one of %s.")
            self.error(self.heading.line, sentence % ", ".join(f".{kind}" for kind in kinds))
        kind = kinds[0] if kinds else ""
        attributes = ("label", "spoils") if kind == "spoiler" else ()
        expect(self.heading, self.findings, classes=CLASSES, attributes=attributes)
        part = PART_OF_CLASS.get(kind, BY_KEY["opening"])
        if part.item is SECTION:
            self.read_section(part)
        elif not self.is_first(kind):
            return
        elif kind == "cast":
            self.read_cast()
        elif kind == "verdict":
            self.parts.summary = self.passage
        else:
            self.read_items(part)

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
        self.fits(Review, f"{kind}_heading", self.heading.text, self.heading.line)
        return True

    def fits(self, model: Any, name: str, text: str, line: int) -> None:
        """Report it if the column cannot hold ``text``."""
        column = model._meta.get_field(name)
        try:
            column.run_validators(text)
        except ValidationError as error:
            for message in error.messages:
                self.error(line, f"{str(column.verbose_name).capitalize()}: {message}")

    def read_section(self, part: Part) -> None:
        heading, attributes = self.heading, self.heading.attributes
        self.fits(Section, "heading", heading.text, heading.line)
        self.fits(Section, "curtain_label", attributes.get("label", ""), heading.line)
        slugs = sorted(set(attributes.get("spoils", "").split()))
        section = SectionContent(
            heading=heading.text,
            body=self.passage.text,
            curtain_label=attributes.get("label", "") if part.is_hidden else "",
            spoils=tuple(map(FilmRef, slugs)) if part.is_hidden else (),
        )
        found = self.parts.sections.setdefault(part.key, [])
        found.append((section, Piece(heading, self.passage)))

    def read_cast(self) -> None:
        lines = self.passage.text.split("\n")
        starts = [
            block.lines.start
            for block in blocks(self.passage.text)
            if block.kind == "heading" and block.level == 3
        ]
        first = self.passage.line
        self.parts.introduction = cut(lines[: starts[0] if starts else len(lines)], first)
        for start, stop in pairwise([*starts, len(lines)]):
            heading = read_heading(lines[start], first + start, self.findings)
            expect(heading, self.findings, classes=("spoiler",), attributes=("credits",))
            self.fits(CastCritique, "heading", heading.text, heading.line)
            piece = Piece(heading, cut(lines[start + 1 : stop], first + start + 1))
            self.parts.critiques.append(piece)

    def read_items(self, part: Part) -> None:
        kind = part.item
        lines = self.passage.text.split("\n")
        first = self.passage.line
        found = self.parts.items.setdefault(part.key, [])
        for span in self.item_spans():
            passage = without_item(lines[span.start : span.stop], first + span.start)
            item = READERS[kind](passage, self.findings)
            if item:
                self.fits(kind.model, kind.title, kind.title_of(item.value), item.line)
                found.append(item)

    def item_spans(self) -> list[range]:
        """The lines of each item; whatever else stands in the part is reported."""
        spans: list[range] = []
        for block in blocks(self.passage.text):
            if block.kind == "bullet_list":
                spans += block.items
        inside = {index for span in spans for index in span}
        before = False
        for index, line in enumerate(self.passage.text.split("\n")):
            strange = bool(line.strip(" \t")) and index not in inside
            if strange and not before:
                self.error(
                    self.passage.line + index,
                    _(
                        "Only list items stand in this part, each beginning with “- ”. Move this "
                        "elsewhere, or indent it if it belongs to the item above."
                    ),
                )
            before = strange
        return spans
