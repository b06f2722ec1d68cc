"""A file's bytes → `ReviewDocument`, with every problem that can be found without the database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from documents import near_misses
from documents.body import Parts, Piece, read_body
from documents.errors import Findings
from documents.facts import FilmFacts, Named, ReviewFacts
from documents.foreign_spoilers import canonical_texts
from documents.schema import read_facts
from documents.source import Source, read_source
from documents.text_lines import Lines
from documents.yaml_nodes import read_yaml
from editions.content import (
    CriticRef,
    CritiqueContent,
    FilmRef,
    ImageRef,
    PartContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from editions.parsed_review import ParsedReview, parse_review
from editions.parts import BY_KEY, CRITIQUE, PARTS, SECTION, VERDICT, Part, plain_texts
from spoilers import check_plain


@dataclass(frozen=True, slots=True)
class CritiqueHeading:
    """Which credits a critique means: ``words`` are the value of ``credits``, None without."""

    text: str
    words: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """``content`` names films, the critic and pictures by slug and name; its critiques have no
    credits yet: ``critique_headings`` say which. ``broken`` front matter leaves the facts empty.
    ``review`` is ``content`` with its texts parsed."""

    source: Source
    facts: ReviewFacts
    review: ParsedReview
    critique_headings: tuple[CritiqueHeading, ...]
    lines: Lines
    broken: bool = False

    @property
    def content(self) -> ReviewContent:
        return self.review.content


def read_document(data: bytes, findings: Findings) -> ReviewDocument:
    """Raises `Refused` for what is no document at all; the rest is for ``findings``."""
    source = read_source(data)
    root = read_yaml(source.front, source.front_line, findings)
    facts = (
        read_facts(root, findings)
        if root
        else ReviewFacts("", "", Named("", "", 1), FilmFacts("", 1))
    )
    parts = read_body(source.body, source.body_line, findings)
    lines = Lines()
    review = canonical_texts(parse_review(_content(facts, parts, lines)), lines, findings)
    summary = parts.summary
    if root and summary.text and facts.verdict is None and "verdict" not in facts.lines:
        findings.error(
            summary.line,
            _(
                "The summary of the verdict needs a recommendation in the front matter: "
                "“verdict:”, and indented below it “recommendation: worth_a_look”."
            ),
        )
    headings = tuple(
        CritiqueHeading(
            piece.heading.text, piece.heading.attributes.get("credits"), piece.heading.line
        )
        for piece in parts.critiques
    )
    return ReviewDocument(source, facts, review, headings, lines, broken=root is None)


def check_texts(
    document: ReviewDocument, film_id: Callable[[str], int | None], findings: Findings
) -> None:
    """Report the malformed curtains, too high headings, unknown films and misplaced classes of all
    texts."""
    said = {error.line for error in findings.errors}
    for key, parsed in document.review.texts.items():
        for problem in parsed.malformed(film_id):
            findings.error(document.lines.of(key, problem.line), problem.message)
        for miss in near_misses.near_misses(parsed.markdown):
            place = document.lines.of(key, miss.line)
            if place not in said:
                near_misses.report(findings, place, miss.name)
                said.add(place)
    for plain in plain_texts(document.content):
        line = document.lines.plain.get((plain.key, plain.name))
        if line:
            for problem in check_plain(plain.text):
                findings.error(line, problem.message)


def _content(facts: ReviewFacts, parts: Parts, lines: Lines) -> ReviewContent:
    verdict = facts.verdict
    if verdict:
        verdict = replace(verdict, summary=parts.summary.text)
    elif parts.summary.text:
        # It cannot be stored, but what is wrong in it should be said as well.
        verdict = VerdictContent("", summary=parts.summary.text)
    lines.texts |= {
        BY_KEY["cast"].introduction_key: parts.introduction.line,
        "verdict": parts.summary.line,
    }
    for key, heading in parts.headings.items():
        lines.plain[key, "heading"] = heading.line
    content: dict[str, Any] = {
        part.key: _part(part, parts, lines) for part in PARTS if part.item is not VERDICT
    }
    return ReviewContent(
        film=FilmRef(facts.film.slug),
        critic=CriticRef(facts.critic.slug),
        headline=facts.headline,
        slug=facts.slug,
        standfirst=facts.standfirst,
        meta_description=facts.meta_description,
        disclosure=facts.disclosure,
        language=facts.language,
        lead_image=ImageRef(facts.lead_image.name) if facts.lead_image else None,
        **content,
        verdict=PartContent(parts.heading("verdict"), items=(verdict,) if verdict else ()),
    )


def _part(part: Part, parts: Parts, lines: Lines) -> PartContent[Any]:
    if part.item is SECTION:
        return PartContent(items=_sections(part, parts, lines))
    if part.item is CRITIQUE:
        critiques = _critiques(parts.critiques, lines)
        return PartContent(parts.heading(part.key), parts.introduction.text, critiques)
    items = parts.items.get(part.key, [])
    for number, item in enumerate(items, 1):
        key = part.item_key(number)
        lines.texts[key] = item.text_line
        lines.plain[key, part.item.title] = item.line
    return PartContent(parts.heading(part.key), items=tuple(item.value for item in items))


def _sections(part: Part, parts: Parts, lines: Lines) -> tuple[SectionContent, ...]:
    sections = []
    for number, (section, piece) in enumerate(parts.sections.get(part.key, []), 1):
        key = part.item_key(number)
        lines.texts[key] = piece.passage.line
        lines.plain[key, "heading"] = lines.plain[key, "curtain_label"] = piece.heading.line
        sections.append(section)
    return tuple(sections)


def _critiques(pieces: list[Piece], lines: Lines) -> tuple[CritiqueContent, ...]:
    critiques = []
    for number, piece in enumerate(pieces, 1):
        lines.texts[f"cast-{number}"] = piece.passage.line
        lines.plain[f"cast-{number}", "heading"] = piece.heading.line
        critiques.append(
            CritiqueContent(
                heading=piece.heading.text,
                own_heading="credits" in piece.heading.attributes and bool(piece.heading.text),
                body=piece.passage.text,
                is_spoiler="spoiler" in piece.heading.classes,
            )
        )
    return tuple(critiques)
