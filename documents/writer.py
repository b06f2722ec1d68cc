"""A review → its document."""

from collections.abc import Iterator, Sequence

from cast.models import Credit
from documents.cast_list import CastList
from documents.credit_rows import casting_of
from documents.fact_writer import Facts
from documents.headings import write_heading
from documents.items import write_fit, write_point
from documents.yaml_text import block
from editions.content import CritiqueContent, ReviewContent, SectionContent

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
        content = self.content
        for number, section in enumerate(content.placed("opening")):
            # The first needs no heading, unless there is nothing else to see of it.
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
