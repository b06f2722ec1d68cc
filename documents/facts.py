"""The facts of the front matter, checked and typed, with their lines.

``columns`` hold the given values by the name of the model's field. A key that the document does not
give is absent, and an update does not change its column. A key given empty has its empty value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from editions.content import FilmRef, ReviewContent


@dataclass(frozen=True, slots=True)
class Named:
    """A person or thing that is matched by slug, and created with ``name`` if missing.

    ``has_own_slug``: the document gives the slug. Otherwise it is made from the name until
    `documents.identities` has found who is meant. ``sort_name`` is that of a person, if the
    document gives one.
    """

    name: str
    slug: str
    line: int
    has_own_slug: bool = False
    sort_name: str = ""


@dataclass(frozen=True, slots=True)
class SlugAt:
    """A slug and the line on which it is."""

    slug: str
    line: int


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The picture ``images/<name>`` beside the document. ``alt`` is None for a poster, which has
    no alternative text in the document."""

    name: str
    line: int
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """A film's entry in a franchise. ``after`` and ``before`` are None where they were not given,
    and hold an empty slug where they were given empty."""

    franchise: Named
    universe_name: str | None
    columns: Mapping[str, Any]
    after: SlugAt | None
    before: SlugAt | None
    line: int


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """``columns`` is None for a film that is given by its slug only: it must exist."""

    slug: str
    line: int
    columns: Mapping[str, Any] | None = None
    genres: tuple[Named, ...] | None = None
    poster: PictureFacts | None = None
    entries: tuple[EntryFacts, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CreditFacts:
    person: Named | None
    characters: tuple[Named, ...]
    columns: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """``franchise`` is None where it was not given: then it is the film's."""

    title: str
    franchise: Named | None
    film: SlugAt | None
    columns: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The whole front matter. ``content`` holds what it says of the review itself.

    The slug of ``film`` is empty if the front matter names no film. Only an ``unfinished`` review
    may lack the film, the critics, the headline, the recommendation of its verdict, the labels of
    content notes, and the premises and answers of audience fits, and its texts may have problems.
    """

    content: ReviewContent
    critics: tuple[Named, ...]
    film: FilmFacts
    related_films: tuple[FilmFacts, ...] = ()
    credits: tuple[CreditFacts, ...] = ()
    projects: tuple[ProjectFacts, ...] = ()
    lead_image: PictureFacts | None = None
    embargo_until: datetime | None = None
    publish_at: datetime | None = None
    unfinished: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def has_verdict(self) -> bool:
        """Whether the front matter gives a verdict, be it a wrong one."""
        return "verdict" in self.lines

    def films(self) -> tuple[FilmFacts, ...]:
        return (self.film, *self.related_films) if self.film.slug else self.related_films


NO_FACTS = ReviewFacts(
    ReviewContent(FilmRef(""), (), headline="", slug=""),
    (),
    FilmFacts("", 1),
)
"""Used in place of front matter that cannot be read."""
