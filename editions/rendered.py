"""The redacted page of a review as `editions.rendering` makes it and editions store it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedCurtain:
    """One curtain with what it hides; ``html`` may hold the slots of inner curtains.

    ``parent`` is the key of the curtain around it, or "". ``kind`` is "inline" or "block".
    ``subject`` says what is hidden: "passage" for a part of a text, or the name of an
    `editions.parts.ItemKind` for a whole item. ``label`` is "" if the author gave none; ``films``
    are primary keys.
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
class RenderedItem:
    """One item of a part: a section, a critique, a point.

    A hidden item has no heading, and ``html`` is the slot of its curtain. ``credits`` are the
    primary keys of the credits that an open critique covers, ``answer`` is that of an audience
    fit, ``quote`` the pull quote of a verdict.
    """

    key: str
    heading: str
    html: str
    hidden: bool = False
    credits: tuple[int, ...] = ()
    answer: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """``key`` is that of the part in `editions.parts.PARTS`; ``heading`` is "" if the review
    has no own heading for it."""

    key: str
    heading: str = ""
    introduction: str = ""
    items: tuple[RenderedItem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing to show: the page leaves it out, whatever its heading."""
        return not (self.introduction or self.items)


@dataclass(frozen=True, slots=True)
class RenderedVerdict:
    """``score`` is the number on the scale, also for a letter grade; "" without a score."""

    recommendation: str
    score: str
    scale_best: str
    scale_kind: str = "points"
    scale_worst: str = "0"


@dataclass(frozen=True, slots=True)
class Rendering:
    """The page of a review. Each HTML has a slot for each closed curtain; ``text`` is the public
    text, for search and word counts. ``parts`` are in the order of the page, without empty ones.
    """

    headline: str
    standfirst: str
    meta_description: str
    disclosure: str
    language: str
    parts: tuple[RenderedPart, ...]
    verdict: RenderedVerdict | None
    curtains: tuple[RenderedCurtain, ...]
    text: str
    minutes: int

    def part(self, key: str) -> RenderedPart:
        """The part with ``key``; an empty one if the review does not have it."""
        return next((part for part in self.parts if part.key == key), RenderedPart(key))

    def and_around(self, key: str) -> frozenset[str]:
        """``key`` and the keys of the curtains around it; empty if no curtain has this key."""
        parents = {curtain.key: curtain.parent for curtain in self.curtains}
        keys = []
        while key in parents:
            keys.append(key)
            key = parents[key]
        return frozenset(keys)
