"""All texts of a review, with the keys that they have on the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from editions.content import PointContent, ReviewContent

SECTION_HEADING = 3
"""The highest heading level inside a section: the page has an h1, each part an h2."""

CRITIQUE_HEADING = 4
"""The highest heading level inside a critique, which has an h3 of its own."""

PAGE_KEYS = {"opening": "opening", "full_story": "story", "closing": "closing"}
"""The placement of a section → the first part of its key on the page."""

CAST_INTRODUCTION = "cast-introduction"
"""The key of the cast introduction. With "cast", its first curtain would have the key of the first
critique."""


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """One Markdown field. ``min_heading`` is the highest heading level that it may have."""

    key: str
    markdown: str
    min_heading: int = SECTION_HEADING


@dataclass(frozen=True, slots=True)
class PlainText:
    """One field without markup. ``key`` is that of the part that it belongs to."""

    key: str
    name: str
    text: str


def markdown_texts(content: ReviewContent) -> Iterator[MarkdownText]:
    """The Markdown fields of ``content`` in the order of the page, empty ones too."""
    yield from _sections(content, "opening")
    yield MarkdownText(CAST_INTRODUCTION, content.cast.introduction, CRITIQUE_HEADING)
    for number, critique in enumerate(content.cast.critiques, 1):
        yield MarkdownText(f"cast-{number}", critique.body, CRITIQUE_HEADING)
    for number, fit in enumerate(content.fits, 1):
        yield MarkdownText(f"audience-{number}", fit.rationale, CRITIQUE_HEADING)
    yield from _sections(content, "full_story")
    for polarity, points in _points(content):
        for number, point in enumerate(points, 1):
            yield MarkdownText(f"{polarity}-{number}", point.body, CRITIQUE_HEADING)
    if content.verdict:
        yield MarkdownText("verdict", content.verdict.summary)
    yield from _sections(content, "closing")


def plain_texts(content: ReviewContent) -> Iterator[PlainText]:
    """The fields of ``content`` that are shown as they are. A spoiler mark in one hides nothing."""
    for name in ("headline", "standfirst", "meta_description", "disclosure"):
        yield PlainText("", name, getattr(content, name))
    for placement, page_key in PAGE_KEYS.items():
        for number, section in enumerate(content.placed(placement), 1):
            yield PlainText(f"{page_key}-{number}", "heading", section.heading)
            yield PlainText(f"{page_key}-{number}", "curtain_label", section.curtain_label)
    yield PlainText("cast", "cast_heading", content.cast.heading)
    for number, critique in enumerate(content.cast.critiques, 1):
        yield PlainText(f"cast-{number}", "heading", critique.heading)
    yield PlainText("audience", "audience_heading", content.audience_heading)
    for number, fit in enumerate(content.fits, 1):
        yield PlainText(f"audience-{number}", "premise", fit.premise)
    for polarity, points in _points(content):
        yield PlainText(polarity, f"{polarity}_heading", getattr(content, f"{polarity}_heading"))
        for number, point in enumerate(points, 1):
            yield PlainText(f"{polarity}-{number}", "label", point.label)
    yield PlainText("verdict", "verdict_heading", content.verdict_heading)
    if content.verdict:
        yield PlainText("verdict", "pull_quote", content.verdict.pull_quote)


def _sections(content: ReviewContent, placement: str) -> Iterator[MarkdownText]:
    for number, section in enumerate(content.placed(placement), 1):
        yield MarkdownText(f"{PAGE_KEYS[placement]}-{number}", section.body)


def _points(content: ReviewContent) -> tuple[tuple[str, tuple[PointContent, ...]], ...]:
    return (("good", content.good), ("bad", content.bad))
