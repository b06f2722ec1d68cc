"""One paragraph as runs of text with their formats, and its Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from unicodedata import category

LINE_BREAK = "\\\n"

_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True, order=True)
class Format:
    """A format of text. `rank` orders the formats of a run, the outermost first."""

    rank: int
    begin: str
    end: str
    number: int = 0
    """Tells two curtains, or two links, from each other."""

    @property
    def is_emphasis(self) -> bool:
        return self.rank >= STRONG.rank


CURTAIN_RANK, LINK_RANK = 0, 1
STRONG = Format(2, "**", "**")
EMPHASIS = Format(3, "*", "*")
STRIKE = Format(4, "~~", "~~")

_SIGNS = {STRONG.end, EMPHASIS.end, STRIKE.end}

Formats = frozenset[Format]


@dataclass(frozen=True, slots=True)
class Run:
    """Text with the same formats. `is_atom` is for what is Markdown already, such as a picture."""

    text: str
    formats: Formats
    is_atom: bool = False


class Paragraph:
    """Collects the runs of one paragraph."""

    def __init__(self, *, collapsing: bool) -> None:
        self.collapsing = collapsing
        """Whether all white space counts as one space, as in HTML."""
        self.runs: list[Run] = []

    def add(self, text: str, formats: Formats) -> None:
        if self.collapsing:
            text = _SPACES.sub(" ", text)
        last = self.runs[-1].text if self.runs else ""
        if (self.collapsing and (not last or last[-1] in " \n")) or last == LINE_BREAK:
            text = text.lstrip(" \t\n" if last == LINE_BREAK else " ")
        if text:
            self.runs.append(Run(text, formats))

    def add_atom(self, text: str, formats: Formats) -> None:
        self.runs.append(Run(text, formats, is_atom=True))

    def take(self, before: str = "", after: str = "") -> str:
        """The Markdown of the runs, which are taken out. `before` and `after` are the characters
        around the paragraph."""
        runs, self.runs = self.runs, []
        if self.collapsing:
            runs = _stripped(runs)
        return _written(list(_fitted(runs, before, after)), 0)


def _stripped(runs: list[Run]) -> list[Run]:
    """`runs` without white space and line breaks at the ends."""
    while runs and (not runs[-1].text.strip() or runs[-1].text == LINE_BREAK):
        runs.pop()
    while runs and (not runs[0].text.strip() or runs[0].text == LINE_BREAK):
        del runs[0]
    if runs and not runs[-1].is_atom:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return runs


def _fitted(runs: Sequence[Run], before: str, after: str) -> Iterator[Run]:
    """`runs` in which emphasis neither begins nor ends with white space, nor with punctuation that
    would keep Markdown from seeing its signs."""
    merged = [
        Run("".join(run.text for run in group), formats, atom)
        for (formats, atom, _break), each in groupby(
            runs, lambda run: (run.formats, run.is_atom, run.text == LINE_BREAK)
        )
        if (group := list(each))
    ]
    for at, run in enumerate(merged):
        emphasis = frozenset(each for each in run.formats if each.is_emphasis)
        if not emphasis:
            yield run
            continue
        if run.is_atom:
            yield replace(run, formats=run.formats - emphasis) if not run.text.strip() else run
            continue
        previous = merged[at - 1] if at else None
        following = merged[at + 1] if at + 1 < len(merged) else None
        left = previous.text[-1:] if previous else before
        right = following.text[:1] if following else after
        start = _outside(run.text, left)
        end = len(run.text) - _outside(run.text[:start:-1], right)
        if end <= start:
            yield replace(run, formats=run.formats - emphasis)
            continue
        shared = emphasis & previous.formats if previous else frozenset()
        if start:
            yield Run(run.text[:start], run.formats - emphasis | shared)
        yield Run(run.text[start:end], run.formats)
        shared = emphasis & following.formats if following else frozenset()
        if end < len(run.text):
            yield Run(run.text[end:], run.formats - emphasis | shared)


def _outside(text: str, neighbour: str) -> int:
    """How many characters at the start of `text` must stand outside of its emphasis, beside the
    character `neighbour`."""
    at = len(text) - len(text.lstrip())
    if not at and neighbour.isalnum():
        while at < len(text) and not text[at].isalnum() and category(text[at])[0] in "PS":
            at += 1
    return at


def _written(runs: Sequence[Run], level: int) -> str:
    """The Markdown of `runs`, without the first `level` formats of each, which are open already."""
    out: list[str] = []
    for first, group in groupby(runs, lambda run: _format_at(run, level)):
        inside = list(group)
        if first is None:
            out += [run.text for run in inside]
        elif first.is_emphasis and out and out[-1] in _SIGNS:
            # The signs of two emphases that touch would be read together.
            out.append(_written(inside, level + 1))
        else:
            out += [first.begin, _written(inside, level + 1), first.end]
    return "".join(out)


def _format_at(run: Run, level: int) -> Format | None:
    formats = sorted(run.formats)
    return formats[level] if level < len(formats) else None
