"""Reads and writes the list items of the content notes, the audience part, The Good and The Bad.

    - Animal death — The dog, before the title.
    - yes: you enjoy being cheated honestly — Every card is on the table.
    - {.spoiler} **The rewind:** It stops the film for half an hour.

The label or premise before the text is plain, with backslash escapes. A text that cannot follow on
the same line, such as a list or code, begins in a paragraph of its own.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from documents import misplaced_classes
from documents.body_parts import Item
from documents.errors import Findings, quoted
from documents.escapes import escape, one_line, unescape
from documents.line_spans import LineSpan, cut, without_item
from editions.content import FitContent, ItemContent, NoteContent, PointContent
from editions.parts import FIT, NOTE, POINT, ItemKind
from spoilers import blocks
from verdicts.models import AudienceFit

INDENT = "  "

_ANSWER = re.compile(r"(?P<answer>\w*):[ \t\n]*")
_DASH = re.compile(r"(?:^|[ \t\n])—(?:[ \t]+|(?=\n)|\Z)")
_SPOILER = re.compile(r"\{[ \t]*\.spoiler[ \t]*\}(?:[ \t]+|(?=\n)|\Z)")
_CLASS = re.compile(r"\{[ \t]*(\.[\w-]+[ \t]*)+\}")
_LABEL = re.compile(r"\*\*(?P<label>(?:[^\\:]|\\.|:(?!\*\*))*):\*\*[ \t]*", re.S)
_MARKUP = re.compile(r"^(\d{0,9})(?!\\)([!-/:-@\[-`{-~])")
"""What could make the words at the beginning of an item something else than a paragraph."""

Reader = Callable[[LineSpan, Findings], Item | None]


def read_fit(span: LineSpan, findings: Findings) -> Item | None:
    answers = AudienceFit.Answer.values
    paragraph = _first_paragraph(span)
    answer = _ANSWER.match(paragraph)
    if answer is None or answer["answer"] not in ("", *answers):
        _expect_answer(span.line, findings.error)
        return None
    premise, rationale = _before_dash(span, answer.end(), findings)
    fit = FitContent(premise, answer["answer"], rationale.text)
    return Item(fit, span.line, rationale.line)


def read_note(span: LineSpan, findings: Findings) -> Item | None:
    name, detail = _before_dash(span, 0, findings)
    return Item(NoteContent(name, detail.text), span.line, detail.line)


def read_point(span: LineSpan, findings: Findings) -> Item | None:
    paragraph = _first_paragraph(span)
    spoiler = _SPOILER.match(paragraph)
    start = spoiler.end() if spoiler else 0
    unknown = _CLASS.match(paragraph, start)
    if unknown:
        findings.error(
            span.line,
            _(
                "An item may begin with {.spoiler} once, and with no other class. Write \\{ to "
                "show the brace."
            ),
        )
    label = _LABEL.match(paragraph, start)
    body = _remainder(span, label.end() if label else start)
    typed = label["label"] if label else ""
    _check_class(typed, span.line, findings)
    words = one_line(unescape(typed))
    if not (words or body.text):
        findings.error(span.line, _("This item is empty. Write “- **Label:** text”."))
        return None
    return Item(PointContent(words, body.text, bool(spoiler)), span.line, body.line)


def check_finished(item: Item, findings: Findings) -> None:
    """Report what ``item`` lacks."""
    match item.value:
        case FitContent(answer=""):
            _expect_answer(item.line, findings.problem)
        case FitContent(premise=""):
            sentence = _("The premise is missing. Write “- yes: premise — rationale”.")
            findings.problem(item.line, sentence)
        case NoteContent(name=""):
            findings.problem(item.line, _("The label is missing. Write “- label — detail”."))


def _expect_answer(line: int, report: Callable[..., None]) -> None:
    report(
        line,
        _(
            "An item of this part must begin with one of %(answers)s, such as “- yes: premise — "
            "rationale”."
        ),
        answers=quoted(f"{answer}:" for answer in AudienceFit.Answer.values),
    )


def _before_dash(span: LineSpan, start: int, findings: Findings) -> tuple[str, LineSpan]:
    """The plain words from the position ``start`` to the dash, and the text after it."""
    paragraph = _first_paragraph(span)
    said = paragraph[start:]
    dash = _DASH.search(said)
    typed = said[: dash.start()] if dash else said
    _check_class(typed, span.line, findings)
    return one_line(unescape(typed)), _remainder(
        span, start + dash.end() if dash else len(paragraph)
    )


def _check_class(typed: str, line: int, findings: Findings) -> None:
    if misplaced := misplaced_classes.first_class(typed):
        misplaced_classes.report(findings, line, misplaced)


def write_fit(fit: FitContent) -> str:
    premise = f"{fit.answer}: {escape(one_line(fit.premise), '—{')}".rstrip(" ")
    return _item(premise, " —", fit.rationale, fit, read_fit)


def write_note(note: NoteContent) -> str:
    name = _MARKUP.sub(r"\1\\\2", escape(one_line(note.name), "—{"))
    head, link = (name, " —") if name else ("—", "")
    return _item(head, link, note.detail, replace(note, label_id=None), read_note)


def write_point(point: PointContent) -> str:
    spoiler = "{.spoiler} " if point.is_spoiler else ""
    label = escape(one_line(point.label), "*{")
    alone = f"{spoiler}{point.body}"
    # An empty label tells that bold words which look like a label belong to the text.
    return (not label and _if_readable(alone, point, read_point)) or _item(
        f"{spoiler}**{label}:**", "", point.body, point, read_point
    )


READERS: dict[ItemKind, Reader] = {NOTE: read_note, FIT: read_fit, POINT: read_point}
WRITERS: dict[ItemKind, Callable[[Any], str]] = {
    NOTE: write_note,
    FIT: write_fit,
    POINT: write_point,
}
"""How a list item is read and written, by its kind."""


def _item(head: str, link: str, text: str, value: ItemContent, reader: Reader) -> str:
    if not text:
        return _indented(head)
    together = ""
    if _first_paragraph(LineSpan(text, 1)):
        together = _if_readable(f"{head}{link} {text}", value, reader)
    return together or _indented(f"{head}{link}\n\n{text}")


def _if_readable(source: str, value: ItemContent, reader: Reader) -> str:
    """``source`` as a list item, or "" if ``reader`` would not read ``value`` from it."""
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


def _first_paragraph(span: LineSpan) -> str:
    """The paragraph with which ``span`` begins; "" if it begins with something else."""
    first = blocks(span.text)[:1]
    if not first or first[0].kind != "paragraph" or first[0].lines.start != 0:
        return ""
    return "\n".join(span.text.split("\n")[: first[0].lines.stop])


def _remainder(span: LineSpan, start: int) -> LineSpan:
    """The text of ``span`` from the position ``start``."""
    before = span.text.count("\n", 0, start)
    return cut(span.text[start:].split("\n"), span.line + before)
