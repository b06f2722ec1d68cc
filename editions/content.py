"""A whole review as frozen dataclasses.

It is read from the rows of the manuscript (preview, publish), stored as JSON in an edition, read
from and written to review documents, and rendered as a page. Fields named ``body``,
``introduction``, ``rationale`` and ``summary`` are Markdown; all other texts are plain.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FilmRef:
    """A film by its slug, and by its primary key if it is stored."""

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
class SectionContent:
    """``placement`` is opening, full_story or closing. Only full_story has a label and spoils."""

    placement: str
    heading: str
    body: str
    curtain_label: str = ""
    spoils: tuple[FilmRef, ...] = ()


@dataclass(frozen=True, slots=True)
class CritiqueContent:
    """``own_heading`` is False if ``heading`` was made from the credits."""

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
class FitContent:
    """``answer`` is yes, no or depends."""

    premise: str
    answer: str
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class PointContent:
    label: str
    body: str
    is_spoiler: bool = False


@dataclass(frozen=True, slots=True)
class VerdictContent:
    """``score``, ``scale_best`` and ``scale_step`` are either all given or all None."""

    recommendation: str
    summary: str = ""
    pull_quote: str = ""
    score: Decimal | None = None
    scale_best: Decimal | None = None
    scale_step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """A whole review.

    ``spoiled`` are the films that spoiler marks name by slug, and ``images`` the pictures in the
    texts. Their primary keys keep an edition correct after a slug or a picture name changes.
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
        """The primary key of a film that a spoiler mark names; None if it is unknown."""
        return next((film.id for film in (self.film, *self.spoiled) if film.slug == slug), None)

    def image_ids(self) -> set[int]:
        """The primary keys of all pictures in the review."""
        images = (self.lead_image, *self.images)
        return {image.id for image in images if image and image.id}

    def credit_ids(self) -> set[int]:
        """The primary keys of all credits of the critiques."""
        critiques = self.cast.critiques
        return {credit.id for critique in critiques for credit in critique.credits if credit.id}
