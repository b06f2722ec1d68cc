"""A review → its document."""

from collections.abc import Iterator, Sequence
from typing import Any

from cast.models import Credit
from documents.cast_list import CastList
from documents.credit_rows import casting_of
from documents.fact_writer import Facts
from documents.headings import write_heading
from documents.items import WRITERS
from documents.yaml_text import block
from editions.content import CritiqueContent, PartContent, ReviewContent, SectionContent
from editions.parts import CRITIQUE, PARTS, SECTION, Part

FENCE = "---"


def write_document(content: ReviewContent, facts: Facts) -> str:
    """The document of ``content``, which is `portable`, the same for the same rows."""
    front = "\n".join([FENCE, *block(facts.front_matter()), FENCE])
    return "\n\n".join([front, *Body(content, facts.credits).blocks()]) + "\n"


class Body:
    """The body of the document of ``content``, whose film has the ``credits``."""

    def __init__(self, content: ReviewContent, credits: Sequence[Credit]) -> None:
        self.content = content
        self.places = {credit.pk: place for place, credit in enumerate(credits)}
        self.cast = CastList([casting_of(credit) for credit in credits])

    def blocks(self) -> Iterator[str]:
        """What stands between empty lines, in the order of the page."""
        for part in PARTS:
            content = part.of(self.content)
            if part.item is SECTION:
                yield from self._sections(part, content)
            elif content.heading or content.introduction or content.items:
                body = list(self._body(part, content))
                if content.heading or body:
                    yield write_heading(2, content.heading, (part.document_class,))
                    yield from body

    def _sections(self, part: Part, content: PartContent[SectionContent]) -> Iterator[str]:
        for number, section in enumerate(content.items):
            # The first needs no heading, unless there is nothing else to see of it.
            if part.document_class or number or section.heading or not section.body:
                yield self._section_heading(part, section)
            yield from _text(section.body)

    def _body(self, part: Part, content: PartContent[Any]) -> Iterator[str]:
        kind = part.item
        yield from _text(content.introduction)
        if kind is CRITIQUE:
            for critique in content.items:
                yield self._critique_heading(critique)
                yield from _text(critique.body)
        elif kind in WRITERS:
            yield from _text("\n".join(map(WRITERS[kind], content.items)))
        else:
            yield from _text("\n\n".join(map(kind.text_of, content.items)))

    def _section_heading(self, part: Part, section: SectionContent) -> str:
        attributes = {}
        if section.curtain_label:
            attributes["label"] = section.curtain_label
        if section.spoils:
            attributes["spoils"] = " ".join(film.slug for film in section.spoils)
        classes = (part.document_class,) if part.document_class else ()
        return write_heading(2, section.heading, classes, attributes)

    def _critique_heading(self, critique: CritiqueContent) -> str:
        wanted = {self.places[ref.id] for ref in critique.credits if ref.id in self.places}
        classes = ("spoiler",) if critique.is_spoiler else ()
        if critique.own_heading:
            return write_heading(3, critique.heading, classes, {"credits": self.cast.words(wanted)})
        if len(wanted) == 1:
            usual = self.cast.castings[min(wanted)].headings()[0]
            if self.cast.named(usual) == list(wanted):
                return write_heading(3, usual, classes)
        return write_heading(3, "", classes, {"credits": self.cast.words(wanted)})


def _text(text: str) -> Iterator[str]:
    if text:
        yield text
