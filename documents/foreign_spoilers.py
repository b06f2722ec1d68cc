"""Converts spoilers in other sites' syntax to canonical ones when a document is read."""

from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.text_lines import TextLines
from documents.text_mapping import map_texts
from editions.parsed_review import ParsedReview, parse_review
from spoilers import Converted


def canonical_texts(review: ParsedReview, lines: TextLines, findings: Findings) -> ParsedReview:
    """``review`` with canonical spoilers only; the texts that change are parsed again.

    Reports a note for each converted spoiler, and an error for one that is not understood. Adds the
    conversions to ``lines``.
    """
    found: dict[str, Converted] = {}
    for key, parsed in review.texts.items():
        converted = parsed.canonical()
        found[parsed.markdown] = lines.converted[key] = converted
        # These lines are counted before the conversion.
        first = lines.markdown.get(key, 1)
        for problem in converted.problems:
            findings.error(first + problem.line - 1, problem.message)
        for change in converted.changes:
            findings.note(
                first + change.line - 1,
                _("a spoiler in the syntax %(syntax)s was converted to %(canonical)s."),
                syntax=_(change.syntax),
                canonical=change.became,
            )
    if not any(converted.changes for converted in found.values()):
        return review

    def changed(markdown: str) -> str:
        return found[markdown].text

    content = map_texts(review.content, section=changed, critique=changed, item=changed)
    return parse_review(content, review.texts.values())
