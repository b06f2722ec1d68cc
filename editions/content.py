"""The one shape of a review in memory.

Rows become it (preview, publish), JSON is it at rest (edition), Markdown is it in a document
(import, export), and the redacted page is made from it. Texts are Markdown where the field's name
is ``body``, ``introduction``, ``rationale`` or ``summary``, and plain everywhere else.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FilmRef:
    """A film by its slug; by its primary key too, wherever the film is a row."""

    slug: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CriticRef:
    slug: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture of the library by its name, ``images/<name>`` in the texts."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CreditRef:
    """A credit of the film under review, by the slugs of its person and its characters.

    ``is_spoiler`` is the credit's flag at that moment: what was a secret at publishing stays one.
    """

    person: str
    characters: tuple[str, ...]
    id: int | None = None
    is_spoiler: bool = False


class ItemContent:
    """An item of a part; `editions.parts` says which part has which."""

    __slots__ = ()

    @property
    def is_hidden(self) -> bool:
        """Whether the item is hidden whole, wherever it is."""
        return False


@dataclass(frozen=True, slots=True)
class SectionContent(ItemContent):
    """``placement``: opening, full_story or closing; label and spoils are for full_story only."""

    placement: str
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
class CastContent:
    heading: str = ""
    introduction: str = ""
    critiques: tuple[CritiqueContent, ...] = ()


@dataclass(frozen=True, slots=True)
class FitContent(ItemContent):
    """``answer``: yes, no or depends."""

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
    """``score``, ``scale_best`` and ``scale_step``: all or none."""

    recommendation: str
    summary: str = ""
    pull_quote: str = ""
    score: Decimal | None = None
    scale_best: Decimal | None = None
    scale_step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """A whole review. ``spoiled`` are the films that marks in the texts name by slug.

    ``images`` are the pictures that the texts show; both lists let an edition outlive a changed
    slug or a renamed picture.
    """

    film: FilmRef
    critic: CriticRef
    headline: str
    slug: str
    standfirst: str = ""
    meta_description: str = ""
    disclosure: str = ""
    language: str = "en"
    lead_image: ImageRef | None = None
    sections: tuple[SectionContent, ...] = ()
    cast: CastContent = CastContent()
    audience_heading: str = ""
    fits: tuple[FitContent, ...] = ()
    good_heading: str = ""
    good: tuple[PointContent, ...] = ()
    bad_heading: str = ""
    bad: tuple[PointContent, ...] = ()
    verdict_heading: str = ""
    verdict: VerdictContent | None = None
    spoiled: tuple[FilmRef, ...] = ()
    images: tuple[ImageRef, ...] = ()

    def placed(self, placement: str) -> tuple[SectionContent, ...]:
        return tuple(section for section in self.sections if section.placement == placement)

    def film_id(self, slug: str) -> int | None:
        """The primary key of the film that a mark in this review names."""
        return next((film.id for film in (self.film, *self.spoiled) if film.slug == slug), None)

    def image_ids(self) -> set[int]:
        """The primary keys of all pictures that the review shows."""
        images = (self.lead_image, *self.images)
        return {image.id for image in images if image and image.id}

    def credit_ids(self) -> set[int]:
        """The primary keys of all credits that the critiques cover."""
        critiques = self.cast.critiques
        return {credit.id for critique in critiques for credit in critique.credits if credit.id}
