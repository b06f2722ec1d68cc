"""A file's bytes → `ReviewDocument`, and every error that can be found without the database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from documents import misplaced_classes
from documents.body import read_body
from documents.body_parts import BodyParts, Item
from documents.errors import Findings
from documents.facts import NO_FACTS, ReviewFacts
from documents.foreign_spoilers import canonical_texts
from documents.front_matter import read_front_matter
from documents.source import Source, read_source
from documents.text_lines import TextLines
from documents.yaml_reader import read_yaml
from editions.announced import announcing
from editions.content import PartContent, ReviewContent, VerdictContent
from editions.parsed_review import ParsedReview, parse_review
from editions.parts import Part, map_parts, plain_texts
from spoilers import Problem, ProblemCode, check_plain


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """The content of ``review`` names films, critics and pictures without primary keys. Its
    critiques have no credits: the headings of ``critiques`` name them. If the front matter
    ``is_broken``, the facts are empty."""

    source: Source
    facts: ReviewFacts
    review: ParsedReview
    critiques: tuple[Item, ...]
    lines: TextLines
    is_broken: bool = False

    @property
    def content(self) -> ReviewContent:
        return self.review.content


def read_document(data: bytes, findings: Findings) -> ReviewDocument:
    """Raises `DocumentRefused` for a file that is no document; reports all other errors."""
    source = read_source(data)
    root = read_yaml(source.front, findings)
    facts = read_front_matter(root, findings) if root else NO_FACTS
    parts = read_body(source.body, source.body_line, findings)
    if root and parts.summary.text and not (facts.has_verdict or facts.unfinished):
        findings.error(
            parts.summary.line,
            _(
                "The summary of the verdict needs a recommendation in the front matter: "
                "“verdict:”, and indented below it “recommendation: worth_a_look”."
            ),
        )
    lines = parts.lines()
    review = canonical_texts(parse_review(_with_body(facts.content, parts)), lines, findings)
    critiques = tuple(parts.items["cast"])
    return ReviewDocument(source, facts, review, critiques, lines, is_broken=root is None)


def check_texts(
    document: ReviewDocument, film_id: Callable[[str], int | None], findings: Findings
) -> None:
    """Report malformed curtains, too high headings, unknown films and misplaced classes in texts.

    ``film_id`` returns None for a film that does not exist.
    """
    lines = {error.line for error in findings.errors}
    for key, parsed in document.review.texts.items():
        for problem in parsed.malformed(film_id):
            findings.problem(document.lines.in_file(key, problem.line), problem.message)
        for misplaced in misplaced_classes.misplaced_classes(parsed.markdown):
            line = document.lines.in_file(key, misplaced.line)
            if line not in lines:
                misplaced_classes.report(findings, line, misplaced.name)
                lines.add(line)
    for plain in plain_texts(document.content):
        if plain_line := document.lines.plain.get((plain.key, plain.name)):
            for problem in check_plain(plain.text):
                findings.problem(plain_line, problem.message)
    for plain in announcing(document.content):
        # The only plain text of an item in the front matter is the pull quote of the verdict.
        front = document.facts.lines
        line = front.get(plain.name, front.get("verdict", 1))
        line = document.lines.plain.get((plain.key, plain.name), line)
        findings.warn(line, Problem.of(ProblemCode.SPOILER_ANNOUNCED).message)


def _with_body(content: ReviewContent, parts: BodyParts) -> ReviewContent:
    """``content``, which is that of the front matter, with the texts of the body."""
    verdict = content.verdict.first
    if parts.summary.text:
        # Only an unfinished review is stored so, but errors in the summary are always reported.
        verdict = replace(verdict or VerdictContent(""), summary=parts.summary.text)

    def read(part: Part, _empty: PartContent[Any]) -> PartContent[Any]:
        items = parts.values(part.key)
        if part.is_single:
            items = (verdict,) if verdict else ()
        introduction = parts.introduction.text if part.introduction_field else ""
        return PartContent(parts.heading(part.key), introduction, items)

    return map_parts(content, read)
