"""The shape of a page as readers get it, redacted. `editions.rendering` makes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedCurtain:
    """What stands behind one curtain; ``html`` may hold the slots of inner ones.

    ``subject`` is what is hidden: a passage of a text, a section, a critique or a point. ``label``
    is "" where the author gave none; ``films`` are primary keys; ``parent`` is the key of the
    curtain around it, or "".
    """

    key: str
    parent: str
    kind: str
    subject: str
    label: str
    films: tuple[int, ...]
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class RenderedPassage:
    """A piece of the page. A hidden one has no heading: ``html`` is its curtain's slot.

    ``credits`` are the primary keys of those that an open critique covers.
    """

    key: str
    heading: str
    html: str
    hidden: bool = False
    credits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedFit:
    key: str
    premise: str
    answer: str
    html: str


@dataclass(frozen=True, slots=True)
class RenderedVerdict:
    recommendation: str
    score: str
    scale_best: str
    html: str
    pull_quote: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """The page of a review, each html with slots where curtains hang; ``text`` is public."""

    headline: str
    standfirst: str
    meta_description: str
    disclosure: str
    language: str
    opening: tuple[RenderedPassage, ...]
    cast_heading: str
    cast_introduction: str
    critiques: tuple[RenderedPassage, ...]
    audience_heading: str
    fits: tuple[RenderedFit, ...]
    story: tuple[RenderedPassage, ...]
    good_heading: str
    good: tuple[RenderedPassage, ...]
    bad_heading: str
    bad: tuple[RenderedPassage, ...]
    verdict_heading: str
    verdict: RenderedVerdict | None
    closing: tuple[RenderedPassage, ...]
    curtains: tuple[RenderedCurtain, ...]
    text: str
    minutes: int

    def and_around(self, key: str) -> frozenset[str]:
        """``key`` and the keys of the curtains around it; empty where no curtain has that key."""
        parents = {curtain.key: curtain.parent for curtain in self.curtains}
        keys = []
        while key in parents:
            keys.append(key)
            key = parents[key]
        return frozenset(keys)
