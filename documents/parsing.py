"""A file's bytes → `ReviewDocument`, and every error that can be found without the database."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from documents import misplaced_classes
from documents.body import BodyParts, HeadedText, read_body
from documents.errors import Findings
from documents.facts import FilmFacts, Named, ReviewFacts
from documents.foreign_spoilers import canonical_texts
from documents.front_matter import read_front_matter
from documents.list_items import Item
from documents.source import Source, read_source
from documents.text_lines import TextLines
from documents.yaml_reader import read_yaml
from editions.content import (
    CastContent,
    CriticRef,
    CritiqueContent,
    FilmRef,
    FitContent,
    ImageRef,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from editions.parsed_review import ParsedReview, parse_review
from editions.review_texts import CAST_INTRODUCTION, PAGE_KEYS, plain_texts
from spoilers import check_plain


@dataclass(frozen=True, slots=True)
class CritiqueHeading:
    """The heading of a critique; ``words`` are the value of its attribute ``credits``, if given."""

    text: str
    words: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """``content`` names films, the critic and pictures without primary keys. Its critiques have no
    credits: ``critique_headings`` name them. If the front matter ``is_broken``, the facts are
    empty. ``review`` is ``content`` with its texts parsed."""

    source: Source
    facts: ReviewFacts
    review: ParsedReview
    critique_headings: tuple[CritiqueHeading, ...]
    lines: TextLines
    is_broken: bool = False

    @property
    def content(self) -> ReviewContent:
        return self.review.content


def read_document(data: bytes, findings: Findings) -> ReviewDocument:
    """Raises `DocumentRefused` for a file that is no document; reports all other errors."""
    source = read_source(data)
    root = read_yaml(source.front, findings)
    facts = (
        read_front_matter(root, findings)
        if root
        else ReviewFacts("", "", Named("", "", 1), FilmFacts("", 1))
    )
    parts = read_body(source.body, source.body_line, findings)
    lines = TextLines()
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
            text.heading.text, text.heading.attributes.get("credits"), text.heading.line
        )
        for text in parts.critiques
    )
    return ReviewDocument(source, facts, review, headings, lines, is_broken=root is None)


def check_texts(
    document: ReviewDocument, film_id: Callable[[str], int | None], findings: Findings
) -> None:
    """Report malformed curtains, too high headings, unknown films and misplaced classes in texts.

    ``film_id`` returns None for a film that does not exist.
    """
    lines = {error.line for error in findings.errors}
    for key, parsed in document.review.texts.items():
        for problem in parsed.malformed(film_id):
            findings.error(document.lines.in_file(key, problem.line), problem.message)
        for misplaced in misplaced_classes.misplaced_classes(parsed.markdown):
            line = document.lines.in_file(key, misplaced.line)
            if line not in lines:
                misplaced_classes.report(findings, line, misplaced.name)
                lines.add(line)
    for plain in plain_texts(document.content):
        if plain_line := document.lines.plain.get((plain.key, plain.name)):
            for problem in check_plain(plain.text):
                findings.error(plain_line, problem.message)


def _content(facts: ReviewFacts, parts: BodyParts, lines: TextLines) -> ReviewContent:
    verdict = facts.verdict
    if verdict:
        verdict = replace(verdict, summary=parts.summary.text)
    elif parts.summary.text:
        # It cannot be stored, but errors in it are reported.
        verdict = VerdictContent("", summary=parts.summary.text)
    lines.markdown |= {CAST_INTRODUCTION: parts.introduction.line, "verdict": parts.summary.line}
    for part, heading in parts.headings.items():
        lines.plain[part, f"{part}_heading"] = heading.line
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
        sections=_sections(parts, lines),
        cast=CastContent(
            heading=parts.heading("cast"),
            introduction=parts.introduction.text,
            critiques=_critiques(parts.critiques, lines),
        ),
        audience_heading=parts.heading("audience"),
        fits=_fits(parts, lines),
        good_heading=parts.heading("good"),
        good=_points(parts, "good", lines),
        bad_heading=parts.heading("bad"),
        bad=_points(parts, "bad", lines),
        verdict_heading=parts.heading("verdict"),
        verdict=verdict,
    )


def _sections(parts: BodyParts, lines: TextLines) -> tuple[SectionContent, ...]:
    """In the order of the page; within a placement in the order of the file."""
    ordered = []
    for placement, page_key in PAGE_KEYS.items():
        placed = [pair for pair in parts.sections if pair[0].placement == placement]
        for number, (section, text) in enumerate(placed, 1):
            key = f"{page_key}-{number}"
            lines.markdown[key] = text.body.line
            lines.plain[key, "heading"] = lines.plain[key, "curtain_label"] = text.heading.line
            ordered.append(section)
    return tuple(ordered)


def _critiques(texts: list[HeadedText], lines: TextLines) -> tuple[CritiqueContent, ...]:
    critiques = []
    for number, text in enumerate(texts, 1):
        heading = text.heading
        lines.markdown[f"cast-{number}"] = text.body.line
        lines.plain[f"cast-{number}", "heading"] = heading.line
        critiques.append(
            CritiqueContent(
                heading=heading.text,
                own_heading="credits" in heading.attributes and bool(heading.text),
                body=text.body.text,
                is_spoiler="spoiler" in heading.classes,
            )
        )
    return tuple(critiques)


def _fits(parts: BodyParts, lines: TextLines) -> tuple[FitContent, ...]:
    items = parts.items.get("audience", [])
    _add_lines(items, "audience", "premise", lines)
    return tuple(item.value for item in items if isinstance(item.value, FitContent))


def _points(parts: BodyParts, polarity: str, lines: TextLines) -> tuple[PointContent, ...]:
    items = parts.items.get(polarity, [])
    _add_lines(items, polarity, "label", lines)
    return tuple(item.value for item in items if isinstance(item.value, PointContent))


def _add_lines(items: list[Item], key: str, name: str, lines: TextLines) -> None:
    for number, item in enumerate(items, 1):
        lines.markdown[f"{key}-{number}"] = item.text_line
        lines.plain[f"{key}-{number}", name] = item.line
