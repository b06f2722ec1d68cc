"""The items of the audience's part and of The Good and The Bad, as they are read and written.

    - yes: you enjoy being cheated honestly — Every card is on the table.
    - {.spoiler} **The rewind:** It stops the film for half an hour.

What comes before the text, premise or label, is plain; ``escape`` keeps it from ending early. A text
that cannot follow on the same line, a list or code, begins in a paragraph of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.content import FitContent, PointContent
from publishing.document.findings import Findings, quoted
from publishing.document.passages import Passage, cut
from publishing.document.plain_words import escape, one_line, unescape
from spoilers import blocks
from verdicts.models import AudienceFit

INDENT = "  "

_ANSWER = re.compile(r"(?P<answer>\w+):[ \t\n]*")
_DASH = re.compile(r"(?:^|[ \t\n])—(?:[ \t]+|(?=\n)|\Z)")
_SPOILER = re.compile(r"\{[ \t]*\.spoiler[ \t]*\}(?:[ \t]+|(?=\n)|\Z)")
_CLASS = re.compile(r"\{[ \t]*(\.[\w-]+[ \t]*)+\}")
_LABEL = re.compile(r"\*\*(?P<label>(?:[^\\:]|\\.|:(?!\*\*))*):\*\*[ \t]*", re.S)


@dataclass(frozen=True, slots=True)
class Item:
    """What was read of one item, the line that it stands on, and the one its text begins on."""

    value: FitContent | PointContent
    line: int
    text_line: int


Reader = Callable[[Passage, Findings], Item | None]


def read_fit(passage: Passage, findings: Findings) -> Item | None:
    answers = AudienceFit.Answer.values
    paragraph, rest = _first_paragraph(passage)
    answer = _ANSWER.match(paragraph)
    if answer is None or answer["answer"] not in answers:
        findings.error(
            passage.line,
            _("An item of this part begins with one of %(answers)s: “- yes: premise — rationale”.")
            % {"answers": quoted(f"{answer}:" for answer in answers)},
        )
        return None
    dash = _DASH.search(paragraph, answer.end())
    premise_end = dash.start() if dash else len(paragraph)
    premise = one_line(unescape(paragraph[answer.end() : premise_end]))
    if not premise:
        findings.error(passage.line, _("The premise is missing: “- yes: premise — rationale”."))
        return None
    rationale = _remainder(passage, paragraph, dash.end() if dash else len(paragraph), rest)
    fit = FitContent(premise, answer["answer"], rationale.text)
    return Item(fit, passage.line, rationale.line)


def read_point(passage: Passage, findings: Findings) -> Item | None:
    paragraph, rest = _first_paragraph(passage)
    spoiler = _SPOILER.match(paragraph)
    start = spoiler.end() if spoiler else 0
    unknown = _CLASS.match(paragraph, start)
    if unknown:
        findings.error(
            passage.line,
            _(
                "An item may begin with {.spoiler}, once, and with no other class. Write \\{ for "
                "a brace of the text itself."
            ),
        )
    label = _LABEL.match(paragraph, start)
    body = _remainder(passage, paragraph, label.end() if label else start, rest)
    words = one_line(unescape(label["label"])) if label else ""
    if not (words or body.text):
        findings.error(passage.line, _("This item is empty. Write “- **Label:** text”."))
        return None
    return Item(PointContent(words, body.text, bool(spoiler)), passage.line, body.line)


def write_fit(fit: FitContent) -> str:
    premise = f"{fit.answer}: {escape(one_line(fit.premise), '—')}"
    return _item(premise, " —", fit.rationale, fit, read_fit)


def write_point(point: PointContent) -> str:
    spoiler = "{.spoiler} " if point.is_spoiler else ""
    label = escape(one_line(point.label), "*")
    alone = f"{spoiler}{point.body}"
    # An empty label says that what looks like one belongs to the text.
    return (not label and _as_it_is(alone, point, read_point)) or _item(
        f"{spoiler}**{label}:**", "", point.body, point, read_point
    )


def _item(head: str, link: str, text: str, value: FitContent | PointContent, reader: Reader) -> str:
    if not text:
        return _indented(head)
    together = _as_it_is(f"{head}{link} {text}", value, reader)
    return together or _indented(f"{head}{link}\n\n{text}")


def _as_it_is(source: str, value: FitContent | PointContent, reader: Reader) -> str:
    """The item that ``source`` gives, or "" if ``reader`` would read something else in it."""
    if source.startswith((" ", "\t")):
        return ""
    findings = Findings()
    item = reader(Passage(source, 1), findings)
    unchanged = item is not None and item.value == value and not findings.errors
    return _indented(source) if unchanged else ""


def _indented(source: str) -> str:
    first, *others = source.split("\n")
    return "\n".join([f"- {first}", *(INDENT + line if line else "" for line in others)])


def _first_paragraph(passage: Passage) -> tuple[str, int]:
    """The paragraph that ``passage`` begins with, or "", and the number of its lines."""
    first = blocks(passage.text)[:1]
    if not first or first[0].kind != "paragraph" or first[0].lines.start != 0:
        return "", 0
    lines = passage.text.split("\n")[: first[0].lines.stop]
    return "\n".join(lines), len(lines)


def _remainder(passage: Passage, paragraph: str, start: int, rest: int) -> Passage:
    """What follows position ``start`` of the first paragraph, with all lines after it."""
    before = paragraph.count("\n", 0, start)
    others = passage.text.split("\n")[rest:]
    tail = paragraph[start:]
    lines = [*(tail.split("\n") if tail or paragraph else []), *others]
    return cut(lines, passage.line + before)
