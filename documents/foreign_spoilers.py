"""Spoilers in other sites' syntax: a document's texts become canonical when it is read."""

from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.text_lines import Lines
from documents.text_mapping import map_texts
from editions.content import ReviewContent
from editions.parts import markdown_texts
from spoilers import Converted, canonical


def canonical_texts(content: ReviewContent, lines: Lines, findings: Findings) -> ReviewContent:
    """`content` with canonical spoilers only.

    What was converted is a note in ``findings``, what is not understood an error. ``lines`` learns
    where the lines of the texts come from.
    """
    found: dict[str, Converted] = {}
    for text in markdown_texts(content):
        converted = canonical(text.markdown)
        found[text.markdown] = lines.converted[text.key] = converted
        # In the source's lines: the text's own are others by now.
        first = lines.texts.get(text.key, 1)
        for problem in converted.problems:
            findings.error(first + problem.line - 1, problem.message)
        for change in converted.changes:
            findings.note(
                first + change.line - 1,
                _("a spoiler written as %(syntax)s became %(canonical)s.")
                % {"syntax": _(change.syntax), "canonical": change.became},
            )
    if not any(converted.changes for converted in found.values()):
        return content

    def changed(markdown: str) -> str:
        return found[markdown].text

    return map_texts(content, section=changed, critique=changed, item=changed)
