"""Writes the body of a document: sections, critiques and list items in the order of the page."""

from collections.abc import Iterator, Sequence

from cast.models import Credit
from documents.credit_matching import names_of
from documents.credit_names import CreditLookup
from documents.headings import write_heading
from documents.list_items import write_fit, write_point
from editions.content import CritiqueContent, ReviewContent, SectionContent


class BodyWriter:
    """Writes the body for ``content``, which is `portable`; ``credits`` are those of its film."""

    def __init__(self, content: ReviewContent, credits: Sequence[Credit]) -> None:
        self.content = content
        self.indexes = {credit.pk: index for index, credit in enumerate(credits)}
        self.lookup = CreditLookup([names_of(credit) for credit in credits])

    def blocks(self) -> Iterator[str]:
        """The blocks of the body, to be joined by empty lines."""
        content = self.content
        for number, section in enumerate(content.placed("opening")):
            # The first section needs no heading, unless it has no text either.
            if number or section.heading or not section.body:
                yield write_heading(2, section.heading)
            yield from _text(section.body)
        yield from self._cast()
        fits = [write_fit(fit) for fit in content.fits]
        yield from self._part("audience", content.audience_heading, "\n".join(fits))
        for section in content.placed("full_story"):
            yield self._curtain(section)
            yield from _text(section.body)
        for kind, heading, points in (
            ("good", content.good_heading, content.good),
            ("bad", content.bad_heading, content.bad),
        ):
            yield from self._part(kind, heading, "\n".join(map(write_point, points)))
        summary = content.verdict.summary if content.verdict else ""
        yield from self._part("verdict", content.verdict_heading, summary)
        for section in content.placed("closing"):
            yield write_heading(2, section.heading, ("closing",))
            yield from _text(section.body)

    def _part(self, kind: str, heading: str, text: str) -> Iterator[str]:
        if heading or text:
            yield write_heading(2, heading, (kind,))
            yield from _text(text)

    def _curtain(self, section: SectionContent) -> str:
        attributes = {}
        if section.curtain_label:
            attributes["label"] = section.curtain_label
        if section.spoils:
            attributes["spoils"] = " ".join(film.slug for film in section.spoils)
        return write_heading(2, section.heading, ("spoiler",), attributes)

    def _cast(self) -> Iterator[str]:
        cast = self.content.cast
        if cast.heading or cast.introduction or cast.critiques:
            yield write_heading(2, cast.heading, ("cast",))
            yield from _text(cast.introduction)
        for critique in cast.critiques:
            yield self._critique_heading(critique)
            yield from _text(critique.body)

    def _critique_heading(self, critique: CritiqueContent) -> str:
        wanted = {self.indexes[ref.id] for ref in critique.credits if ref.id in self.indexes}
        classes = ("spoiler",) if critique.is_spoiler else ()
        if len(wanted) == 1 and not critique.own_heading:
            usual = self.lookup.credits[min(wanted)].headings()[0]
            if self.lookup.matches(usual) == list(wanted):
                return write_heading(3, usual, classes)
        heading = critique.heading if critique.own_heading else ""
        return write_heading(3, heading, classes, {"credits": self.lookup.words_for(wanted)})


def _text(text: str) -> Iterator[str]:
    if text:
        yield text
