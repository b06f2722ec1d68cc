"""Converts the markup of other sites, their spoilers first of all, when a document is read."""

from django.utils.translation import gettext as _

from documents.errors import Findings
from documents.text_lines import TextLines
from documents.text_mapping import map_texts
from editions.announced import hidden_keys
from editions.parsed_review import ParsedReview, parse_review
from spoilers import Converted, ProblemCode, parse


def canonical_texts(review: ParsedReview, lines: TextLines, findings: Findings) -> ParsedReview:
    """``review`` with canonical spoilers and Markdown only; the texts that change are parsed again.

    Reports a note for what is converted, an error for what is not understood, and a warning for
    what is left out, shown as it is written or announced as a spoiler. Adds the conversions to
    ``lines``. A text of an unfinished review that is malformed
    stays as it is.
    """
    found: dict[str, Converted] = {}
    wrong = {error.line for error in findings.errors}
    hidden = hidden_keys(review.content)
    for key, parsed in review.texts.items():
        converted = parsed.canonical(in_document=True)
        if converted.text != parsed.markdown:
            converted = converted.without_blank_ends()
        if findings.unfinished and parse(converted.text).malformed(lambda slug: 0):
            # Such a draft is stored. It would be half converted.
            converted = Converted(parsed.markdown, problems=converted.problems)
        found[parsed.markdown] = lines.converted[key] = converted
        # These lines are counted before the conversion.
        first = lines.markdown.get(key, 1)
        for problem in converted.problems:
            if first + problem.line - 1 not in wrong:
                findings.problem(first + problem.line - 1, problem.message)
        for warning in converted.warnings:
            if key in hidden and warning.code is ProblemCode.SPOILER_ANNOUNCED:
                continue
            findings.warn(first + warning.line - 1, warning.message)
        for change in converted.changes:
            sentence = (
                _("a spoiler in the syntax %(syntax)s was converted to %(canonical)s.")
                if change.is_spoiler
                else _("%(syntax)s was converted to %(canonical)s, here and below.")
            )
            line = first + change.line - 1
            findings.note(line, sentence, syntax=_(change.syntax), canonical=change.became)
    if not any(converted.text != markdown for markdown, converted in found.items()):
        return review

    def changed(markdown: str) -> str:
        return found[markdown].text

    content = map_texts(review.content, section=changed, critique=changed, item=changed)
    return parse_review(content, review.texts.values())
