"""The items of the audience's part and of The Good and The Bad, as they are read and written.

    - yes: you enjoy being cheated honestly — Every card is on the table.
    - {.spoiler} **The rewind:** It stops the film for half an hour.

What comes before the text, premise or label, is plain; backslashes keep it from ending early. A
text that cannot follow on the same line, a list or code, begins in a paragraph of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from documents import near_misses
from documents.errors import Findings, quoted
from documents.line_spans import LineSpan, cut, without_item
from documents.plain_words import escape, one_line, unescape
from editions.content import FitContent, PointContent
from editions.parts import FIT, POINT, ItemKind
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


Reader = Callable[[LineSpan, Findings], Item | None]


def read_fit(passage: LineSpan, findings: Findings) -> Item | None:
    answers = AudienceFit.Answer.values
    paragraph = _first_paragraph(passage)
    answer = _ANSWER.match(paragraph)
    if answer is None or answer["answer"] not in answers:
        findings.error(
            passage.line,
            _("An item of this part begins with one of %(answers)s: “- yes: premise — rationale”.")
            % {"answers": quoted(f"{answer}:" for answer in answers)},
        )
        return None
    said = paragraph[answer.end() :]
    dash = _DASH.search(said)
    typed = said[: dash.start()] if dash else said
    _check_class(typed, passage.line, findings)
    premise = one_line(unescape(typed))
    if not premise:
        findings.error(passage.line, _("The premise is missing: “- yes: premise — rationale”."))
        return None
    start = answer.end() + dash.end() if dash else len(paragraph)
    rationale = _remainder(passage, start)
    fit = FitContent(premise, answer["answer"], rationale.text)
    return Item(fit, passage.line, rationale.line)


def read_point(passage: LineSpan, findings: Findings) -> Item | None:
    paragraph = _first_paragraph(passage)
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
    body = _remainder(passage, label.end() if label else start)
    typed = label["label"] if label else ""
    _check_class(typed, passage.line, findings)
    words = one_line(unescape(typed))
    if not (words or body.text):
        findings.error(passage.line, _("This item is empty. Write “- **Label:** text”."))
        return None
    return Item(PointContent(words, body.text, bool(spoiler)), passage.line, body.line)


def _check_class(typed: str, line: int, findings: Findings) -> None:
    if misplaced := near_misses.bare_class(typed):
        near_misses.report(findings, line, misplaced)


def write_fit(fit: FitContent) -> str:
    premise = f"{fit.answer}: {escape(one_line(fit.premise), '—{')}"
    return _item(premise, " —", fit.rationale, fit, read_fit)


def write_point(point: PointContent) -> str:
    spoiler = "{.spoiler} " if point.is_spoiler else ""
    label = escape(one_line(point.label), "*{")
    alone = f"{spoiler}{point.body}"
    # An empty label says that what looks like one belongs to the text.
    return (not label and _as_it_is(alone, point, read_point)) or _item(
        f"{spoiler}**{label}:**", "", point.body, point, read_point
    )


READERS: dict[ItemKind, Reader] = {FIT: read_fit, POINT: read_point}
WRITERS: dict[ItemKind, Callable[[Any], str]] = {FIT: write_fit, POINT: write_point}
"""How an item is read and written, by the kind of the part."""


def _item(head: str, link: str, text: str, value: FitContent | PointContent, reader: Reader) -> str:
    if not text:
        return _indented(head)
    together = ""
    if _first_paragraph(LineSpan(text, 1)):
        together = _as_it_is(f"{head}{link} {text}", value, reader)
    return together or _indented(f"{head}{link}\n\n{text}")


def _as_it_is(source: str, value: FitContent | PointContent, reader: Reader) -> str:
    """The item that ``source`` gives, or "" if something else would be read in it."""
    written = _indented(source)
    lines = written.split("\n")
    if [block.items for block in blocks(written)] != [(range(len(lines)),)]:
        return ""
    findings = Findings()
    item = reader(without_item(lines, 1), findings)
    unchanged = item is not None and item.value == value and not findings.errors
    return written if unchanged else ""


def _indented(source: str) -> str:
    first, *others = source.split("\n")
    return "\n".join([f"- {first}", *(INDENT + line if line else "" for line in others)])


def _first_paragraph(passage: LineSpan) -> str:
    """The paragraph that ``passage`` begins with, or ""."""
    first = blocks(passage.text)[:1]
    if not first or first[0].kind != "paragraph" or first[0].lines.start != 0:
        return ""
    return "\n".join(passage.text.split("\n")[: first[0].lines.stop])


def _remainder(passage: LineSpan, start: int) -> LineSpan:
    """What follows position ``start``."""
    before = passage.text.count("\n", 0, start)
    return cut(passage.text[start:].split("\n"), passage.line + before)
