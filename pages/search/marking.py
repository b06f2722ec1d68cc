"""Words that were found, marked in the text that they were found in."""

import re
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from pages.search.engine import CLOSE, OPEN
from pages.search.folding import fold

_MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of a text as html, and whether a word of it is marked."""

    html: SafeString
    has_marks: bool

    def __bool__(self) -> bool:
        return bool(self.html)


NOTHING = Marked(SafeString(""), has_marks=False)


def marked(text: str, excerpt: str) -> Marked:
    """The piece of ``text`` that ``excerpt`` is folded from, its marks where they are there.

    Nothing where the text has no such piece: it has changed since.
    """
    words = excerpt.replace(OPEN, "").replace(CLOSE, "")
    if not words.strip():
        return NOTHING
    start = fold(text).find(words)
    if start < 0:
        return NOTHING
    end = start + len(words)
    pieces: list[SafeString] = []
    at, begin = start, _word_start(text, start)
    gone = 0
    pieces.append(conditional_escape(text[begin:start]))
    for mark in _MARK.finditer(excerpt):
        mark_start = start + mark.start() - gone
        mark_end = mark_start + len(mark[1])
        gone += len(OPEN) + len(CLOSE)
        pieces.append(conditional_escape(text[at:mark_start]))
        pieces.append(format_html("<mark>{}</mark>", text[mark_start:mark_end]))
        at = mark_end
    stop = _word_end(text, end)
    pieces.append(conditional_escape(text[at:stop]))
    cut_before = "… " if text[:begin].strip() else ""
    cut_after = " …" if text[stop:].strip() else ""
    html = cut_before + "".join(pieces).strip() + cut_after
    return Marked(mark_safe(html), has_marks=gone > 0)  # noqa: S308  (every piece is escaped)


def _word_start(text: str, at: int) -> int:
    """Back over what belongs to the word at ``at``, such as a quote that opens before it."""
    while at and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    if at and text[at - 1].isspace():
        return at
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
