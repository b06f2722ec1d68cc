"""Reads the body of a document: its headings, and the parts of the review under them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.body_parts import BodyParts, Item
from documents.errors import Findings
from documents.headings import Heading, expect, read_heading
from documents.line_spans import LineSpan, cut, without_item
from documents.list_items import READERS, check_finished
from documents.misplaced_classes import CLASSES, PART_OF_CLASS
from editions.content import CritiqueContent, FilmRef, SectionContent
from editions.parts import BY_KEY, CRITIQUE, SECTION, Part
from reviews.models import Review
from spoilers import Unworkable, blocks

MAX_RESUMED = 10
"""How often reading resumes after a curtain that never closes."""

_PART = re.compile(r"##(?:[ \t]|\Z)")


def read_body(body: str, line: int, findings: Findings) -> BodyParts:
    """The parts of ``body``, which begins on ``line`` of the file."""
    reader = _BodyReader(findings)
    lines = body.split("\n")
    opening, *parts = _divided(lines, list(_part_starts(lines, line, findings)), line)
    if opening.text:
        reader.read_section(Heading(2, "", opening.line), opening, BY_KEY["opening"])
    for part in parts:
        reader.read_part(part)
    return reader.parts


def _divided(lines: Sequence[str], starts: list[int], line: int) -> Iterator[LineSpan]:
    """``lines``, which begin on ``line`` of the file, divided before the indexes ``starts``."""
    for start, stop in pairwise([0, *starts, len(lines)]):
        yield cut(lines[start:stop], line + start)


def _part_starts(lines: list[str], line: int, findings: Findings) -> Iterator[int]:
    """The indexes of the lines that open a part."""
    offset = 0
    for _attempt in range(MAX_RESUMED):
        try:
            found = blocks("\n".join(lines[offset:]))
        except Unworkable as error:
            findings.error(line + offset, error.problem.message)
            return
        for block in found:
            if block.kind == "heading" and block.level == 2 and not block.setext:
                yield offset + block.lines.start
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


class _BodyReader:
    """Reads one part after the other into ``parts``."""

    def __init__(self, findings: Findings) -> None:
        self.parts = BodyParts()
        self.findings = findings

    def read_part(self, span: LineSpan) -> None:
        heading, text = self.read_headed(span)
        kinds = [name for name in heading.classes if name in CLASSES]
        if len(kinds) > 1:
            sentence = _(
                "This heading has more than one class that says which part it begins. Keep one "
                "of %s."
            )
            self.findings.error(heading.line, sentence % ", ".join(f".{kind}" for kind in kinds))
        kind = kinds[0] if kinds else ""
        attributes = ("label", "spoils") if kind == "spoiler" else ()
        expect(heading, self.findings, classes=CLASSES, attributes=attributes)
        part = PART_OF_CLASS.get(kind, BY_KEY["opening"])
        if part.item is SECTION:
            self.read_section(heading, text, part)
        elif not self.is_first(part, heading):
            return
        elif part.item is CRITIQUE:
            self.read_cast(text, part)
        elif part.item in READERS:
            self.read_items(text, part)
        else:
            self.parts.summary = text

    def read_headed(self, span: LineSpan) -> tuple[Heading, LineSpan]:
        """The heading on the first line of ``span``, and the text under it."""
        first, *others = span.text.split("\n")
        return read_heading(first, span.line, self.findings), cut(others, span.line + 1)

    def is_first(self, part: Part, heading: Heading) -> bool:
        if part.key in self.parts.headings:
            sentence = _(
                "The part {.%(kind)s} appears twice, first on line %(line)d. Merge the two parts."
            )
            line = self.parts.headings[part.key].line
            self.findings.error(heading.line, sentence, kind=part.document_class, line=line)
            return False
        self.parts.headings[part.key] = heading
        self.check_column(Review, part.heading_field, heading.text, heading.line)
        return True

    def read_section(self, heading: Heading, text: LineSpan, part: Part) -> None:
        attributes = heading.attributes if part.is_hidden else {}
        section = SectionContent(
            heading=heading.text,
            body=text.text,
            curtain_label=attributes.get("label", ""),
            spoils=tuple(map(FilmRef, sorted(set(attributes.get("spoils", "").split())))),
        )
        self.add(part, Item(section, heading.line, text.line))

    def read_cast(self, text: LineSpan, part: Part) -> None:
        starts = [
            block.lines.start
            for block in blocks(text.text)
            if block.kind == "heading" and block.level == 3
        ]
        spans = _divided(text.text.split("\n"), starts, text.line)
        self.parts.introduction = next(spans)
        for span in spans:
            heading, body = self.read_headed(span)
            expect(heading, self.findings, classes=("spoiler",), attributes=("credits",))
            credits = heading.attributes.get("credits")
            critique = CritiqueContent(
                heading=heading.text,
                own_heading=credits is not None and bool(heading.text),
                body=body.text,
                is_spoiler="spoiler" in heading.classes,
            )
            self.add(part, Item(critique, heading.line, body.line, credits))

    def read_items(self, text: LineSpan, part: Part) -> None:
        read = READERS[part.item]
        lines = text.text.split("\n")
        for span in self.item_spans(text):
            item = without_item(lines[span.start : span.stop], text.line + span.start)
            if found := read(item, self.findings):
                check_finished(found, self.findings)
                self.add(part, found)

    def item_spans(self, text: LineSpan) -> list[range]:
        """The lines of each list item. Reports other text in the part."""
        spans = [
            span
            for block in blocks(text.text)
            if block.kind == "bullet_list"
            for span in block.items
        ]
        inside = {index for span in spans for index in span}
        was_outside = False
        for index, line in enumerate(text.text.split("\n")):
            is_outside = bool(line.strip(" \t")) and index not in inside
            if is_outside and not was_outside:
                self.findings.error(
                    text.line + index,
                    _(
                        "This part may contain only list items that begin with “- ”. Move this "
                        "text elsewhere, or indent it if it belongs to the item above."
                    ),
                )
            was_outside = is_outside
        return spans

    def add(self, part: Part, item: Item) -> None:
        """Add ``item`` to ``part``; report values that are too long for the database."""
        for name in {*part.item.plain} & {*part.item.columns}:
            self.check_column(part.item.model, name, getattr(item.value, name), item.line)
        self.parts.items[part.key].append(item)

    def check_column(self, model: Any, name: str, text: str, line: int) -> None:
        """Report if the column ``name`` of ``model`` does not accept ``text``."""
        column = model._meta.get_field(name)
        try:
            column.run_validators(text)
        except ValidationError as error:
            for message in error.messages:
                self.findings.error(line, f"{str(column.verbose_name).capitalize()}: {message}")
