"""A whole review as frozen dataclasses.

It is read from the rows of the manuscript (preview, publish), stored as JSON in an edition, read
from and written to review documents, and rendered as a page. The items of the parts have the field
names of their rows. `editions.parts` says which fields are Markdown and which are plain text.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class FilmRef:
    """A film by its slug, and by its primary key if it is stored. Without a slug, no film: that is
    the film of a draft for which none is chosen."""

    slug: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CriticRef:
    slug: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture of the library by its name. Texts refer to it as ``images/<name>``."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CreditRef:
    """A credit of the film under review, by the slugs of its person and characters.

    ``is_spoiler`` is the value at the time of publishing. A later change does not affect the
    edition.
    """

    person: str
    characters: tuple[str, ...]
    id: int | None = None
    is_spoiler: bool = False


@dataclass(frozen=True, slots=True)
class ItemContent:
    """An item of a part; `editions.parts` says which part has which."""

    @property
    def is_hidden(self) -> bool:
        """Whether the item is hidden whole, wherever it is."""
        return False


@dataclass(frozen=True, slots=True)
class NoteContent(ItemContent):
    """``name`` is that of the label."""

    name: str
    detail: str = ""
    label_id: int | None = None

    @property
    def is_hidden(self) -> bool:
        return bool(self.detail)


@dataclass(frozen=True, slots=True)
class SectionContent(ItemContent):
    """``curtain_label`` and ``spoils`` are used in the full story only."""

    heading: str
    body: str
    curtain_label: str = ""
    spoils: tuple[FilmRef, ...] = ()


@dataclass(frozen=True, slots=True)
class CritiqueContent(ItemContent):
    """``heading`` is as printed; ``own_heading`` tells whether the critic wrote it."""

    heading: str
    own_heading: bool
    body: str
    credits: tuple[CreditRef, ...] = ()
    is_spoiler: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.is_spoiler or any(credit.is_spoiler for credit in self.credits)


@dataclass(frozen=True, slots=True)
class FitContent(ItemContent):
    """``answer`` is yes, no or depends."""

    premise: str
    answer: str
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class PointContent(ItemContent):
    label: str
    body: str
    is_spoiler: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.is_spoiler


@dataclass(frozen=True, slots=True)
class VerdictContent(ItemContent):
    """``score``, ``scale_best`` and ``scale_step`` are either all given or all None.

    ``scale_kind`` is a `verdicts.scales.ScaleKind`. Editions from before these existed have points
    from 0.
    """

    recommendation: str
    summary: str = ""
    pull_quote: str = ""
    score: Decimal | None = None
    scale_best: Decimal | None = None
    scale_step: Decimal | None = None
    scale_kind: str = "points"
    scale_worst: Decimal = Decimal(0)


Item = TypeVar("Item", bound=ItemContent)


@dataclass(frozen=True, slots=True)
class PartContent(Generic[Item]):
    """One part of a review. ``heading`` is "" if the review has no own heading for it."""

    heading: str = ""
    introduction: str = ""
    items: tuple[Item, ...] = ()

    @property
    def first(self) -> Item | None:
        return self.items[0] if self.items else None


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """A whole review. Its parts have the keys of `editions.parts.PARTS`. ``critics`` are in the
    order of the bylines.

    ``spoiled`` are the films that spoiler marks name by slug, and ``images`` are the pictures in
    the texts. Both keep an edition readable after a slug or a picture's name changes.
    """

    film: FilmRef
    critics: tuple[CriticRef, ...]
    headline: str
    slug: str
    standfirst: str = ""
    meta_description: str = ""
    disclosure: str = ""
    language: str = "en"
    lead_image: ImageRef | None = None
    notes: PartContent[NoteContent] = PartContent()
    opening: PartContent[SectionContent] = PartContent()
    cast: PartContent[CritiqueContent] = PartContent()
    audience: PartContent[FitContent] = PartContent()
    story: PartContent[SectionContent] = PartContent()
    good: PartContent[PointContent] = PartContent()
    bad: PartContent[PointContent] = PartContent()
    verdict: PartContent[VerdictContent] = PartContent()
    closing: PartContent[SectionContent] = PartContent()
    spoiled: tuple[FilmRef, ...] = ()
    images: tuple[ImageRef, ...] = ()

    def film_id(self, slug: str) -> int | None:
        """The primary key of a film that a spoiler mark names; None if it is unknown."""
        return next((film.id for film in (self.film, *self.spoiled) if film.slug == slug), None)

    def image_ids(self) -> set[int]:
        """The primary keys of all pictures in the review."""
        images = (self.lead_image, *self.images)
        return {image.id for image in images if image and image.id}

    def credit_ids(self) -> set[int]:
        """The primary keys of all credits that the critiques cover."""
        return {credit.id for each in self.cast.items for credit in each.credits if credit.id}
