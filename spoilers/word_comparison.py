"""Compares two Markdown texts, paragraph by paragraph and word by word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from spoilers.source_spans import hidden_spans

SIMILAR = 0.3
"""The share of common words from which two texts count as one that was changed."""

MAX_STEPS = 4_000_000
"""Words of one paragraph times words of the other. Beyond it the whole paragraph counts as
changed."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_BREAK = re.compile(r"\n{2,}")

Thing = TypeVar("Thing")
Pairs = list[tuple[Thing | None, Thing | None]]
Word = tuple[str, bool]
"""A word, a space or a sign, and whether it is behind a curtain."""
Paragraphs = list[list[Word]]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that look the same: hidden or not, changed or not.

    ``is_changed`` says that the other side does not have them.
    """

    text: str
    is_hidden: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph on both sides; None where a side has none."""

    left: list[Segment] | None
    right: list[Segment] | None


class Likeness:
    """How much a text is like another one. ``name`` is that of a text that cannot move, or ""."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.words = frozenset(re.findall(r"\w+", text))

    def to(self, other: "Likeness") -> float:
        """How alike both are: the share of their words that both have, from 0 to 1."""
        if self.name or other.name:
            return float(self.name == other.name)
        if self.text == other.text:
            return 1
        return len(self.words & other.words) / max(len(self.words | other.words), 1)


def paragraphs(text: str, *, is_hidden: bool = False) -> Paragraphs:
    """The words of each paragraph of ``text``. ``is_hidden``: all of it is behind a curtain."""
    text = text.replace("\r\n", "\n")
    hidden = [is_hidden] * len(text)
    for start, end in hidden_spans(text):
        hidden[start:end] = [True] * (end - start)
    ends = [match.span() for match in _BREAK.finditer(text)]
    starts = [0, *(end for _start, end in ends)]
    return [
        [(word[0], hidden[word.start()]) for word in _WORD.finditer(text, start, end)]
        for start, end in zip(starts, [*(start for start, _end in ends), len(text)], strict=True)
    ]


def compared_rows(left: Paragraphs, right: Paragraphs) -> list[Row]:
    """The paragraphs of both sides beside each other, with the words that differ marked."""
    pairs = align(left, right, lambda words: Likeness("", _text(words)))
    return [_row(one, other) for one, other in pairs]


def align(
    left: Sequence[Thing], right: Sequence[Thing], read: Callable[[Thing], Likeness]
) -> Pairs[Thing]:
    """Pairs of things in their order, so that the pairs are as alike as possible together. Things
    that are less alike than `SIMILAR` are not paired."""
    ours, theirs = [*map(read, left)], [*map(read, right)]
    best = [[0.0] * (len(right) + 1) for _each in range(len(left) + 1)]
    alike: dict[tuple[int, int], float] = {}
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            degree = ours[i].to(theirs[j])
            alike[i, j] = degree
            together = degree + best[i + 1][j + 1] if degree >= SIMILAR else 0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: Pairs[Thing] = []
    i = j = 0
    while i < len(left) and j < len(right):
        degree = alike[i, j]
        if degree >= SIMILAR and best[i][j] == degree + best[i + 1][j + 1]:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((left[i], None))
            i += 1
        else:
            pairs.append((None, right[j]))
            j += 1
    return pairs + [(each, None) for each in left[i:]] + [(None, each) for each in right[j:]]


def _text(words: list[Word]) -> str:
    return "".join(word for word, _hidden in words)


def segments(words: list[Word], changed: list[bool] | None = None) -> list[Segment]:
    """``words`` in as few segments as possible."""
    found: list[Segment] = []
    for number, (word, is_hidden) in enumerate(words):
        is_changed = bool(changed and changed[number])
        last = found[-1] if found else None
        if last and (last.is_hidden, last.is_changed) == (is_hidden, is_changed):
            found[-1] = Segment(last.text + word, is_hidden, is_changed)
        else:
            found.append(Segment(word, is_hidden, is_changed))
    return found


def _row(left: list[Word] | None, right: list[Word] | None) -> Row:
    if left is None or right is None:
        return Row(
            segments(left, [True] * len(left)) if left else None,
            segments(right, [True] * len(right)) if right else None,
        )
    removed, added = [True] * len(left), [True] * len(right)
    if len(left) * len(right) <= MAX_STEPS:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        for i, j, size in matcher.get_matching_blocks():
            removed[i : i + size] = added[j : j + size] = [False] * size
    return Row(segments(left, removed), segments(right, added))
