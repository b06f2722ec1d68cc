"""What the API answers, as classes: the answers and the OpenAPI document are both made from them.

Everything in them is public. A docstring is the description of its schema.
"""

from dataclasses import dataclass
from typing import Annotated

from pages.api.schemas import Keyword, about

URL = Annotated[str, Keyword("format", "uri")]
Timestamp = Annotated[str, Keyword("format", "date-time")]
HTML = Annotated[str, Keyword("contentMediaType", "text/html")]
KnownDate = Annotated[str, about("A year, a month or a day: 1979, 1979-05, 1979-05-25.")]
Language = Annotated[str, about("A language tag (BCP 47).")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in its full size. Texts that it does not have are empty."""

    url: URL
    width: int
    height: int
    alt: str
    credit: str
    rights: str
    license_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something with a page (url) and an address in this API."""

    slug: str
    name: str
    url: URL
    api_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmReference:
    slug: str
    title: str
    year: int | None
    url: URL
    api_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score and the best one of its scale. The text is as pages print it, such as 7.5/10."""

    value: float
    best: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    slug: str
    url: URL
    api_url: URL
    headline: str
    standfirst: str
    language: Language
    film: FilmReference
    critics: tuple[Reference, ...]
    published: Timestamp
    recommendation: Annotated[str, about("A code, or empty without a verdict.")]
    recommendation_label: str
    score: Score | None
    reading_minutes: int
    lead_image: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A section, critique, answer, point, note or verdict. Of a hidden one only the curtain is
    there. In the HTML each curtain is a link to the page on which it is open."""

    key: str
    heading: str
    is_hidden: bool
    html: HTML
    answer: Annotated[str, about("Of an audience fit: yes, no or depends.")]
    quote: Annotated[str, about("The pull quote of a verdict.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    key: str
    heading: str
    introduction: HTML
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curtain:
    """A closed curtain. What it hides is only at the two addresses: fragment_url is its HTML, and
    url the page of the review with this curtain open. The curtains inside of it are not listed."""

    key: str
    label: str
    spoils: Annotated[tuple[FilmReference, ...], about("The films that it gives away.")]
    url: URL
    fragment_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(ReviewSummary):
    """A whole review with all its curtains closed."""

    corrected: Timestamp | None
    correction_note: str
    disclosure: str
    share_card: URL
    text: Annotated[str, about("The public text, without markup.")]
    parts: tuple[Part, ...]
    curtains: tuple[Curtain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTitle:
    title: str
    language: Language
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailer:
    url: URL
    still: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLink:
    label: str
    url: URL
    country: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmCredit:
    """A public credit of a film. A surprise appearance is never listed."""

    person: Reference | None
    credited_as: str
    department: str
    job: str
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The position of a film in a franchise."""

    franchise: Reference
    label: str
    relation: str
    release_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSummary(FilmReference):
    original_title: str
    status: str
    release: KnownDate | None
    runtime: Annotated[int | None, about("In minutes.")]
    poster: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Film(FilmSummary):
    alternative_titles: tuple[OtherTitle, ...]
    tagline: str
    overview: str
    certification: str
    genres: tuple[Reference, ...]
    franchises: tuple[Membership, ...]
    backdrop: Picture | None
    trailer: Trailer | None
    where_to_watch: tuple[WatchLink, ...]
    same_as: Annotated[tuple[URL, ...], about("Its pages on other sites.")]
    credits: Annotated[tuple[FilmCredit, ...], about("By billing, at most 200.")]
    reviews_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCredit:
    """A public credit of a person. A surprise appearance is never listed."""

    film: FilmReference
    department: str
    job: str
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Reference):
    biography: str
    portrait: Picture | None
    same_as: tuple[URL, ...]
    credits: Annotated[tuple[PersonCredit, ...], about("Newest first, at most 200.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    film: FilmReference
    label: str
    relation: str
    release_order: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What is known of a coming film, and the day on which it was known."""

    title: str
    status: str
    as_of: KnownDate | None
    source_url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Franchise(Reference):
    universe_name: str
    overview: str
    films: Annotated[tuple[Entry, ...], about("In order of release, at most 200.")]
    projects: tuple[Project, ...]
    reviews_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Critic(Reference):
    biography: str
    portrait: Picture | None
    reviews_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre(Reference):
    films_url: URL
    reviews_url: URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is no other answer."""

    status: int
    error: str
