"""The parts of a review, each declared once, in the order of the page.

Whatever treats the parts alike walks `PARTS`: the desk, reading and checking the manuscript,
rendering, the page, the feeds, the documents and the leak check. ``docs/architecture.md`` lists
the files that a new part touches.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editions.content import (
    CritiqueContent,
    FilmRef,
    FitContent,
    ItemContent,
    NoteContent,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from reviews.models import CastCritique, ContentNote, Section
from verdicts.models import AudienceFit, Verdict, VerdictPoint

SECTION_HEADING = 3
"""The highest heading level inside a section: the page has an h1, each part an h2."""

ITEM_HEADING = 4
"""The highest heading level inside an item that has an h3 of its own or is in a list."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemKind:
    """What the items of a part are: rows of ``model``, objects of ``content`` in an edition.

    ``text``, ``title`` and ``plain`` name fields that both have: the one Markdown text, the plain
    text that heads the item ("" if none does), and all plain texts. ``curtain_label`` and
    ``spoils`` name those of the curtain around a hidden item. ``name`` says what that curtain
    hides, and ``title_tag`` is the element of the title behind it. ``order`` is the order of the
    rows.
    """

    name: str
    model: type[Model]
    content: type[ItemContent]
    text: str
    title: str = ""
    plain: tuple[str, ...] = ()
    min_heading: int = ITEM_HEADING
    title_tag: str = "h3"
    curtain_label: str = ""
    spoils: str = ""
    order: tuple[str, ...] = ("position", "pk")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ``model`` that an item has under the same name."""
        return _columns(self)

    def title_of(self, item: ItemContent) -> str:
        return getattr(item, self.title) if self.title else ""

    def hidden_title_of(self, item: ItemContent) -> str:
        """The title behind the curtain around the whole item; "" if it is the curtain's label."""
        return "" if self.title == self.curtain_label else self.title_of(item)

    def text_of(self, item: ItemContent) -> str:
        return getattr(item, self.text)

    def label_of(self, item: ItemContent) -> str:
        """The label of the curtain around the whole item; "" if the author gave none."""
        return getattr(item, self.curtain_label) if self.curtain_label else ""

    def films_of(self, item: ItemContent) -> tuple[int, ...]:
        """The primary keys of the films that the whole item spoils; empty for the film under
        review."""
        films: tuple[FilmRef, ...] = getattr(item, self.spoils) if self.spoils else ()
        return tuple(film.id for film in films if film.id)


@cache
def _columns(kind: ItemKind) -> tuple[str, ...]:
    columns = {field.attname for field in kind.model._meta.concrete_fields}
    return tuple(each.name for each in fields(kind.content) if each.name in columns)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a review.

    ``key`` begins the keys of its texts ("good-2"), and is its anchor on the page. ``title`` is
    what editors call it, and its heading on the page where the review gives none. The page shows
    a heading unless ``has_heading`` is False. ``heading_field`` and ``introduction_field`` are the
    review's columns, "" where it has none. ``where`` tells the part's rows from others of their
    model. ``document_class`` is the class of its headings in a document, "" for headings without
    one. ``is_hidden``: every item is behind a curtain. ``is_single``: it has at most one item,
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
    document_class: str = ""
    is_hidden: bool = False
    is_single: bool = False

    @property
    def own_fields(self) -> list[str]:
        """The review's own columns in this part."""
        return [name for name in (self.heading_field, self.introduction_field) if name]

    @property
    def introduction_key(self) -> str:
        """The key of the introduction. The part's key alone would give the first curtain of the
        introduction the key of the first item."""
        return f"{self.key}-introduction"

    def item_key(self, number: int) -> str:
        """The key of the item ``number``, counted from 1."""
        return self.key if self.is_single else f"{self.key}-{number}"

    @property
    def heading(self) -> str:
        """What the page calls the part where the review gives no heading; "" if it shows none."""
        return str(self.title) if self.has_heading else ""

    def of(self, content: ReviewContent) -> PartContent[Any]:
        part: PartContent[Any] = getattr(content, self.key)
        return part

    def items(self, content: ReviewContent) -> Iterator[tuple[str, Any]]:
        """The items of the part with their keys, in order."""
        for number, item in enumerate(self.of(content).items, 1):
            yield self.item_key(number), item

    def hides(self, item: ItemContent) -> bool:
        """Whether the whole ``item``, its title too, is behind a curtain."""
        return self.is_hidden or item.is_hidden


NOTE = ItemKind(
    name="note",
    model=ContentNote,
    content=NoteContent,
    text="detail",
    title="name",
    plain=("name",),
    curtain_label="name",
)
SECTION = ItemKind(
    name="section",
    model=Section,
    content=SectionContent,
    text="body",
    title="heading",
    plain=("heading", "curtain_label"),
    curtain_label="curtain_label",
    spoils="spoils",
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
    title_tag="strong",
)
VERDICT = ItemKind(
    name="verdict",
    model=Verdict,
    content=VerdictContent,
    text="summary",
    plain=("pull_quote",),
    min_heading=SECTION_HEADING,
    order=("pk",),
)

PARTS = (
    Part(
        "notes",
        _("Content notes"),
        NOTE,
        _("content note"),
        document_class="notes",
        heading_field="notes_heading",
    ),
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
        document_class="cast",
        heading_field="cast_heading",
        introduction_field="cast_introduction",
    ),
    Part(
        "audience",
        _("Should you see it?"),
        FIT,
        _("answer"),
        document_class="audience",
        heading_field="audience_heading",
    ),
    Part(
        "story",
        _("The full story"),
        SECTION,
        _("hidden section"),
        document_class="spoiler",
        where={"placement": Section.Placement.FULL_STORY},
        is_hidden=True,
    ),
    Part(
        "good",
        _("The good"),
        POINT,
        _("point"),
        document_class="good",
        heading_field="good_heading",
        where={"polarity": VerdictPoint.Polarity.GOOD},
    ),
    Part(
        "bad",
        _("The bad"),
        POINT,
        _("point"),
        document_class="bad",
        heading_field="bad_heading",
        where={"polarity": VerdictPoint.Polarity.BAD},
    ),
    Part(
        "verdict",
        _("The verdict"),
        VERDICT,
        _("verdict"),
        document_class="verdict",
        heading_field="verdict_heading",
        is_single=True,
    ),
    Part(
        "closing",
        _("The closing"),
        SECTION,
        _("section"),
        document_class="closing",
        has_heading=False,
        where={"placement": Section.Placement.CLOSING},
    ),
)
"""In the order of the page."""

BY_KEY = {part.key: part for part in PARTS}


def part_of(key: str) -> Part | None:
    """The part that the text or curtain with ``key`` is in: "opening-2-1" is in the opening."""
    return BY_KEY.get(key.partition("-")[0])


OWN_TEXTS = ("headline", "standfirst", "meta_description", "disclosure")
"""The plain texts of the review that are in no part."""


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """One Markdown text. ``min_heading`` is the highest heading level that it may have. ``field``
    is the name of its field, of the item or of the review."""

    key: str
    field: str
    markdown: str
    min_heading: int = SECTION_HEADING


@dataclass(frozen=True, slots=True)
class PlainText:
    """One text without markup. ``key`` is that of its part or item, "" for `OWN_TEXTS`; ``name`` is
    the name in the content, ``field`` that of the field of the item or of the review."""

    key: str
    name: str
    field: str
    text: str


def markdown_texts(content: ReviewContent) -> Iterator[MarkdownText]:
    """The Markdown texts of ``content`` in the order of the page, empty ones too."""
    for part in PARTS:
        if part.introduction_field:
            introduction = part.of(content).introduction
            yield MarkdownText(
                part.introduction_key, part.introduction_field, introduction, ITEM_HEADING
            )
        for key, item in part.items(content):
            kind = part.item
            yield MarkdownText(key, kind.text, kind.text_of(item), kind.min_heading)


def plain_texts(content: ReviewContent) -> Iterator[PlainText]:
    """The texts of ``content`` that are shown as they are. A spoiler mark in one hides nothing."""
    for name in OWN_TEXTS:
        yield PlainText("", name, name, getattr(content, name))
    for part in PARTS:
        if part.heading_field:
            yield PlainText(part.key, "heading", part.heading_field, part.of(content).heading)
        for key, item in part.items(content):
            for name in part.item.plain:
                yield PlainText(key, name, form_field(part.item, name), getattr(item, name))


def form_field(kind: ItemKind, name: str) -> str:
    """The field of the form in which the plain text ``name`` of an item is. The name of a content
    note is that of its label, a row of its own."""
    return "label" if kind is NOTE and name == "name" else name


def map_parts(
    content: ReviewContent, change: Callable[[Part, PartContent[Any]], PartContent[Any]]
) -> ReviewContent:
    """``content`` with each part replaced by what ``change`` makes of it."""
    changed: dict[str, Any] = {part.key: change(part, part.of(content)) for part in PARTS}
    return replace(content, **changed)
