"""The redacted page of a review as `editions.rendering` makes it and editions store it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedCurtain:
    """One curtain with what it hides; ``html`` may hold the slots of inner curtains.

    ``parent`` is the key of the curtain around it, or "". ``kind`` is "inline" or "block".
    ``subject`` says what is hidden: a "passage" of a text, a "section", a "critique" or a "point".
    ``label`` is "" if the author gave none; ``films`` are primary keys.
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
    """A section, a critique or a point on the page. If it is hidden, it has no heading, and
    ``html`` is the slot of its curtain.

    ``credits`` are the primary keys of the credits that a critique covers, if it is not hidden.
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
    """The page of a review. Each HTML has a slot for each closed curtain; ``text`` is the public
    text, for search and word counts."""

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
        """``key`` and the keys of the curtains around it; empty if no curtain has this key."""
        parents = {curtain.key: curtain.parent for curtain in self.curtains}
        keys = []
        while key in parents:
            keys.append(key)
            key = parents[key]
        return frozenset(keys)
