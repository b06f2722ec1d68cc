"""The texts of a post → Markdown and plain text, by the one table of `spoilers`."""

import re
from dataclasses import dataclass
from html import unescape

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from moving.embeds import frames_as_links
from spoilers import Converted, ProblemCode, canonical, check_plain, from_html

MIN_HEADING = 3

_CONTROL = {code: "" for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n\r"}
# A curly quote or a dash of Windows that a program took for Latin-1, as browsers read them, too.
_CONTROL |= {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
# A paragraph keeps its lines.
_CONTROL |= {0x2028: "\n", 0x2029: "\n"}
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|\Z)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*\Z")


class NotConverted(Exception):
    """A conversion could make public what is hidden. The messages say why."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__(" ".join(messages))


@dataclass(frozen=True, slots=True)
class Text:
    """``warnings`` are sentences with lines of the text. What they are about remains in the text as
    it was written and keeps it from being published, if it may be a spoiler."""

    markdown: str
    warnings: tuple[str, ...] = ()


def to_markdown(body: str, *, is_html: bool) -> Text:
    """Raises `NotConverted`."""
    body = body.translate(_CONTROL).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not body.strip():
        return Text("")
    embedded: list[str] = []
    body = frames_as_links(body, embedded)
    converted = from_html(body, is_paste=False) if is_html else _canonical(body)
    if converted.problems and not converted.text:
        raise NotConverted([problem.message for problem in converted.problems])
    found = [*converted.problems, *converted.warnings]
    sentences = (
        problem.message
        # What HTML loses has no line in the text that is made of it.
        if is_html and problem.code is ProblemCode.MARKUP_LEFT_OUT
        else _("Line %(line)d of the text: %(message)s")
        % {"line": problem.line, "message": problem.message}
        for problem in found
    )
    return Text(converted.text.strip("\n"), tuple(dict.fromkeys([*embedded, *sentences])))


def _canonical(body: str) -> Converted:
    """``body`` with low headings, and without other sites' spoilers and markup.

    If the lines of a spoiler's own syntax were taken for a heading, the headings stay as they are.
    """
    lowered = with_low_headings(body)
    converted = canonical(lowered)
    if lowered != body:
        as_written = canonical(body)
        if len(as_written.problems) > len(converted.problems):
            return as_written
    return converted


def hides(source: str) -> bool:
    """Whether ``source``, a short text with HTML, hides a part of it, or may do so."""
    if not source.strip():
        return False
    converted = from_html(source, is_paste=False)
    return bool(converted.spoilers or converted.problems)


def plain_text(source: str, length: int) -> tuple[str, str]:
    """``source`` without its markup, on one line, cut to ``length``; and a warning, or "".

    A text that may give a spoiler away, or holds markup that is not understood, is left out.
    """
    if hides(source):
        return "", _("A part of it was hidden, so it was left out.")
    words = " ".join(unescape(without_tags(source)).translate(_CONTROL).split())
    if problems := check_plain(words):
        return "", problems[0].message
    if len(words) <= length:
        return words, ""
    shortened = words[: length - 1].rpartition(" ")[0] or words[: length - 1]
    return f"{shortened}…", _("It is longer than %(length)d characters and was cut.") % {
        "length": length
    }


def without_tags(source: str) -> str:
    """``source`` without its tags; unchanged if they cannot be read, as those of ``<![a ]>``."""
    try:
        return strip_tags(source)
    except (AssertionError, SuspiciousOperation):
        return source


def is_public(source: str) -> bool:
    """Whether nothing in ``source``, a short text, is hidden or may be."""
    return not plain_text(source, len(source) + 1)[1]


def with_low_headings(markdown: str) -> str:
    """``markdown`` with no heading higher than `MIN_HEADING`: all are lowered by as much as the
    highest must be."""
    lines = markdown.split("\n")
    found: dict[int, int] = {}
    fence = ""
    for number, line in enumerate(lines):
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif fence:
            continue
        elif heading := _HEADING.match(line):
            found[number] = len(heading[2])
        elif number and (mark := _UNDERLINE.match(line)) and _is_words(lines[number - 1]):
            lines[number - 1] = f"{'#' if mark[1][0] == '=' else '##'} {lines[number - 1].strip()}"
            lines[number] = ""
            found[number - 1] = 1 if mark[1][0] == "=" else 2
    lower = max(0, MIN_HEADING - min(found.values(), default=MIN_HEADING))
    for number, level in found.items():
        hashes = "#" * min(6, level + lower)
        lines[number] = _HEADING.sub(rf"\g<1>{hashes}", lines[number], count=1)
    return "\n".join(lines)


def _is_words(line: str) -> bool:
    """Whether a line of signs below ``line`` makes a heading of it."""
    return bool(line.strip()) and not line.startswith(("    ", "\t", ">", "#", "-", "*", "|", ":"))
