"""Compares two texts of a review, passage by passage, paragraph by paragraph, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.history.passages import Passage
from editions.parts import PARTS
from spoilers.word_comparison import (
    Likeness,
    Paragraphs,
    Row,
    Segment,
    align,
    compared_rows,
    paragraphs,
    segments,
)


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """``change`` is "", "changed", "added" (only on the right) or "removed" (only on the left)."""

    title: str
    change: str
    rows: list[Row]


def read(passage: Passage) -> list[list[Segment]]:
    """The paragraphs of ``passage`` with its curtains."""
    return [segments(words) for words in _paragraphs(passage)]


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


def _compared(left: Passage | None, right: Passage | None) -> ComparedPassage:
    before = _paragraphs(left) if left else []
    after = _paragraphs(right) if right else []
    shown = right or left
    assert shown
    if before == after:
        rows = [Row(segments(words), segments(words)) for words in after]
        return ComparedPassage(shown.title, "", rows)
    change = "changed" if left and right else "added" if right else "removed"
    return ComparedPassage(shown.title, change, compared_rows(before, after))


def _paragraphs(passage: Passage) -> Paragraphs:
    return paragraphs(passage.text, is_hidden=passage.is_hidden)
