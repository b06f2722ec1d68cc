"""The parts of a review, each declared once, in the order of the page.

Whatever treats the parts alike walks `PARTS`: the desk, reading and checking the manuscript,
rendering, the page, the feeds, the documents and the leak check. ``docs/architecture.md`` lists
the files that a new part touches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editions.content import (
    CritiqueContent,
    FitContent,
    PointContent,
    SectionContent,
    VerdictContent,
)
from reviews.models import CastCritique, Section
from verdicts.models import AudienceFit, Verdict, VerdictPoint

SECTION_HEADING = 3
"""The highest heading inside a section: the page holds h1, the part h2."""

ITEM_HEADING = 4
"""The highest heading inside an item that has an h3 of its own, or stands in a list."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemKind:
    """What the items of a part are: rows of ``model``, objects of ``content`` in an edition.

    ``text``, ``title`` and ``plain`` name fields that both have: the one Markdown text, the plain
    text that heads the item ("" if none does), and all plain texts. ``name`` says what a curtain
    around a whole item hides.
    """

    name: str
    model: type[Model]
    content: type[Any]
    text: str
    title: str = ""
    plain: tuple[str, ...] = ()
    min_heading: int = ITEM_HEADING


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a review.

    ``key`` begins the keys of its texts ("good-2"), and is its anchor on the page. ``title`` is
    what editors call it, and its heading on the page where the review gives none. The page shows
    a heading unless ``has_heading`` is False. ``heading_field`` and ``introduction_field`` are the
    review's columns, "" where it has none. ``where`` tells the part's rows from others of their
    model. ``is_hidden``: every item is behind a curtain. ``is_single``: it has at most one item,
    and the part's key is the item's.
    """

    key: str
    title: Promise
    item: ItemKind
    item_title: Promise
    has_heading: bool = True
    heading_field: str = ""
    introduction_field: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    is_hidden: bool = False
    is_single: bool = False

    @property
    def own_fields(self) -> list[str]:
        """The review's own columns in this part."""
        return [name for name in (self.heading_field, self.introduction_field) if name]


SECTION = ItemKind(
    name="section",
    model=Section,
    content=SectionContent,
    text="body",
    title="heading",
    plain=("heading", "curtain_label"),
    min_heading=SECTION_HEADING,
)
CRITIQUE = ItemKind(
    name="critique",
    model=CastCritique,
    content=CritiqueContent,
    text="body",
    title="heading",
    plain=("heading",),
)
FIT = ItemKind(
    name="fit",
    model=AudienceFit,
    content=FitContent,
    text="rationale",
    title="premise",
    plain=("premise",),
)
POINT = ItemKind(
    name="point",
    model=VerdictPoint,
    content=PointContent,
    text="body",
    title="label",
    plain=("label",),
)
VERDICT = ItemKind(
    name="verdict",
    model=Verdict,
    content=VerdictContent,
    text="summary",
    plain=("pull_quote",),
    min_heading=SECTION_HEADING,
)

PARTS = (
    Part(
        "opening",
        _("The opening"),
        SECTION,
        _("section"),
        has_heading=False,
        where={"placement": Section.Placement.OPENING},
    ),
    Part(
        "cast",
        _("The cast"),
        CRITIQUE,
        _("critique"),
        heading_field="cast_heading",
        introduction_field="cast_introduction",
    ),
    Part(
        "audience",
        _("Should you see it?"),
        FIT,
        _("answer"),
        heading_field="audience_heading",
    ),
    Part(
        "story",
        _("The full story"),
        SECTION,
        _("hidden section"),
        where={"placement": Section.Placement.FULL_STORY},
        is_hidden=True,
    ),
    Part(
        "good",
        _("The good"),
        POINT,
        _("point"),
        heading_field="good_heading",
        where={"polarity": VerdictPoint.Polarity.GOOD},
    ),
    Part(
        "bad",
        _("The bad"),
        POINT,
        _("point"),
        heading_field="bad_heading",
        where={"polarity": VerdictPoint.Polarity.BAD},
    ),
    Part(
        "verdict",
        _("The verdict"),
        VERDICT,
        _("verdict"),
        heading_field="verdict_heading",
        is_single=True,
    ),
    Part(
        "closing",
        _("The closing"),
        SECTION,
        _("section"),
        has_heading=False,
        where={"placement": Section.Placement.CLOSING},
    ),
)
"""In the order of the page."""

BY_KEY = {part.key: part for part in PARTS}


def part_of(key: str) -> Part | None:
    """The part that the text or curtain with ``key`` is in: "opening-2-1" is in the opening."""
    return BY_KEY.get(key.partition("-")[0])
