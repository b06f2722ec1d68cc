"""Compares two texts of a review, passage by passage, paragraph by paragraph, word by word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from desk.history.passages import Passage
from editions.parts import PARTS
from spoilers.source_spans import hidden_spans

SIMILAR = 0.3
"""The share of common words from which two passages or paragraphs count as one that was changed."""

MAX_STEPS = 4_000_000
"""Words of one paragraph times words of the other. Beyond it the whole paragraph counts as
changed."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_BREAK = re.compile(r"\n{2,}")

Thing = TypeVar("Thing")
Pairs = list[tuple[Thing | None, Thing | None]]


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


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """``change`` is "", "changed", "added" (only on the right) or "removed" (only on the left)."""

    title: str
    change: str
    rows: list[Row]


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


Word = tuple[str, bool]
"""A word, a space or a sign, and whether it is behind a curtain."""


def read(passage: Passage) -> list[list[Segment]]:
    """The paragraphs of ``passage`` with its curtains."""
    return [_segments(words) for words in _paragraphs(passage)]


def compare(left: Sequence[Passage], right: Sequence[Passage]) -> list[ComparedPassage]:
    """The passages of both sides in the order of the page, equal ones too."""
    found = []
    for group in ("review", *(part.key for part in PARTS)):
        pairs = align(
            [passage for passage in left if passage.group == group],
            [passage for passage in right if passage.group == group],
            lambda passage: Likeness(passage.name, passage.text),
        )
        found += [_compared(before, after) for before, after in pairs]
    return found


def align(
    left: Sequence[Thing], right: Sequence[Thing], read: "Callable[[Thing], Likeness]"
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


def _compared(left: Passage | None, right: Passage | None) -> ComparedPassage:
    before = _paragraphs(left) if left else []
    after = _paragraphs(right) if right else []
    shown = right or left
    assert shown
    if before == after:
        rows = [Row(_segments(words), _segments(words)) for words in after]
        return ComparedPassage(shown.title, "", rows)
    change = "changed" if left and right else "added" if right else "removed"
    pairs = align(before, after, lambda words: Likeness("", _text(words)))
    return ComparedPassage(shown.title, change, [_row(one, other) for one, other in pairs])


def _row(left: list[Word] | None, right: list[Word] | None) -> Row:
    if left is None or right is None:
        return Row(
            _segments(left, [True] * len(left)) if left else None,
            _segments(right, [True] * len(right)) if right else None,
        )
    removed, added = [True] * len(left), [True] * len(right)
    if len(left) * len(right) <= MAX_STEPS:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        for i, j, size in matcher.get_matching_blocks():
            removed[i : i + size] = added[j : j + size] = [False] * size
    return Row(_segments(left, removed), _segments(right, added))


def _paragraphs(passage: Passage) -> list[list[Word]]:
    """The words of each paragraph of ``passage``."""
    text = passage.text.replace("\r\n", "\n")
    hidden = [passage.is_hidden] * len(text)
    for start, end in hidden_spans(text):
        hidden[start:end] = [True] * (end - start)
    ends = [match.span() for match in _BREAK.finditer(text)]
    starts = [0, *(end for _start, end in ends)]
    return [
        [(word[0], hidden[word.start()]) for word in _WORD.finditer(text, start, end)]
        for start, end in zip(starts, [*(start for start, _end in ends), len(text)], strict=True)
    ]


def _text(words: list[Word]) -> str:
    return "".join(word for word, _hidden in words)


def _segments(words: list[Word], changed: list[bool] | None = None) -> list[Segment]:
    """``words`` in as few segments as possible."""
    segments: list[Segment] = []
    for number, (word, is_hidden) in enumerate(words):
        is_changed = bool(changed and changed[number])
        last = segments[-1] if segments else None
        if last and (last.is_hidden, last.is_changed) == (is_hidden, is_changed):
            segments[-1] = Segment(last.text + word, is_hidden, is_changed)
        else:
            segments.append(Segment(word, is_hidden, is_changed))
    return segments
