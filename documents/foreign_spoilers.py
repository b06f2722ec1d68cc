"""Converts spoilers in other sites' syntax to canonical ones when a document is read."""

from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.text_lines import TextLines
from documents.text_mapping import map_texts
from editions.content import ReviewContent
from editions.review_texts import markdown_texts
from spoilers import Converted, canonical


def canonical_texts(content: ReviewContent, lines: TextLines, findings: Findings) -> ReviewContent:
    """``content`` with canonical spoilers only.

    Reports a note for each converted spoiler, and an error for one that is not understood. Adds the
    conversions to ``lines``.
    """
    found: dict[str, Converted] = {}
    for text in markdown_texts(content):
        converted = canonical(text.markdown)
        found[text.markdown] = lines.converted[text.key] = converted
        # These lines are counted before the conversion.
        first = lines.markdown.get(text.key, 1)
        for problem in converted.problems:
            findings.error(first + problem.line - 1, problem.message)
        for change in converted.changes:
            findings.note(
                first + change.line - 1,
                _("a spoiler written as %(syntax)s became %(canonical)s."),
                syntax=_(change.syntax),
                canonical=change.became,
            )
    if not any(converted.changes for converted in found.values()):
        return content

    def changed(markdown: str) -> str:
        return found[markdown].text

    return map_texts(content, section=changed, critique=changed, item=changed)
