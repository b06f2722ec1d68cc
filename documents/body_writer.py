"""Writes the body of a document: sections, critiques and list items in the order of the page."""

from collections.abc import Iterator, Sequence
from typing import Any

from cast.models import Credit
from documents.credit_matching import names_of
from documents.credit_names import CreditLookup
from documents.headings import write_heading
from documents.list_items import WRITERS
from editions.content import CritiqueContent, PartContent, ReviewContent, SectionContent
from editions.parts import CRITIQUE, PARTS, SECTION, ItemKind, Part


class BodyWriter:
    """Writes the body for ``content``, which is `portable`; ``credits`` are those of its film."""

    def __init__(self, content: ReviewContent, credits: Sequence[Credit]) -> None:
        self.content = content
        self.indexes = {credit.pk: index for index, credit in enumerate(credits)}
        self.lookup = CreditLookup([names_of(credit) for credit in credits])

    def blocks(self) -> Iterator[str]:
        """The blocks of the body, to be joined by empty lines."""
        # Text before the first heading is the opening: that part has no class, and comes first.
        for part in sorted(PARTS, key=lambda part: bool(part.document_class)):
            content = part.of(self.content)
            if part.item is SECTION:
                yield from self._sections(part, content.items)
            else:
                text = list(self._text(part.item, content))
                if content.heading or text:
                    yield write_heading(2, content.heading, (part.document_class,))
                    yield from text

    def _sections(self, part: Part, sections: Sequence[SectionContent]) -> Iterator[str]:
        classes = (part.document_class,) if part.document_class else ()
        for number, section in enumerate(sections):
            # The first section needs no heading, unless it has no text either.
            if classes or number or section.heading or not section.body:
                attributes = {}
                if section.curtain_label:
                    attributes["label"] = section.curtain_label
                if section.spoils:
                    attributes["spoils"] = " ".join(film.slug for film in section.spoils)
                yield write_heading(2, section.heading, classes, attributes)
            if section.body:
                yield section.body

    def _text(self, kind: ItemKind, part: PartContent[Any]) -> Iterator[str]:
        """The blocks of ``part`` under its heading."""
        if part.introduction:
            yield part.introduction
        if kind in WRITERS and part.items:
            yield "\n".join(map(WRITERS[kind], part.items))
            return
        for item in part.items:
            if kind is CRITIQUE:
                yield self._critique_heading(item)
            if text := kind.text_of(item):
                yield text

    def _critique_heading(self, critique: CritiqueContent) -> str:
        wanted = {self.indexes[ref.id] for ref in critique.credits if ref.id in self.indexes}
        classes = ("spoiler",) if critique.is_spoiler else ()
        if len(wanted) == 1 and not critique.own_heading:
            usual = self.lookup.credits[min(wanted)].headings()[0]
            if self.lookup.matches(usual) == list(wanted):
                return write_heading(3, usual, classes)
        heading = critique.heading if critique.own_heading else ""
        return write_heading(3, heading, classes, {"credits": self.lookup.words_for(wanted)})
