"""The common form of what other sites export. Each reader yields its posts one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from moving.image_files import ImageFiles


class SourceRefused(Exception):
    """The export as a whole cannot be read. The message says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class ImportedAuthor:
    """``key`` is the login or slug at the source."""

    key: str
    name: str = ""
    email: str = ""


NOBODY = ImportedAuthor("")
"""Who signs a post that names no author."""


@dataclass(frozen=True, slots=True)
class ImportedFilm:
    """What the source says of the film under review. Without a title nothing is known of it, except
    perhaps its ids. ``is_from_title`` tells that it was only read from the title of the post."""

    title: str = ""
    year: int | None = None
    imdb_id: str = ""
    tmdb_id: int | None = None
    is_from_title: bool = False


@dataclass(frozen=True, slots=True)
class ImportedRating:
    """``scale`` is a notation of `verdicts.scales.Scale.from_notation`; "" if the source does not
    say it."""

    score: str
    scale: str = ""


@dataclass(frozen=True, slots=True)
class ImportedImage:
    source: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """One post. ``place`` names it in the report. ``body`` is HTML or Markdown.

    ``old_paths`` are the addresses that it had, with their queries. A post that was not public,
    such as a draft, is never published. ``warnings`` are about what the reader left out.
    """

    place: str
    source_id: str
    title: str
    body: str
    is_html: bool = True
    slug: str = ""
    old_paths: tuple[str, ...] = ()
    authors: tuple[ImportedAuthor, ...] = ()
    published_at: datetime | None = None
    was_public: bool = True
    tags: tuple[str, ...] = ()
    standfirst: str = ""
    description: str = ""
    language: str = ""
    disclosure: str = ""
    rating: ImportedRating | None = None
    film: ImportedFilm = ImportedFilm()
    lead_image: ImportedImage | None = None
    near: str = ""
    """The folder of the post in that of the pictures."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenPost:
    """A post that cannot be read, and why."""

    place: str
    reason: str


class AddressKind(StrEnum):
    AUTHOR = "author"
    TAG = "tag"
    PAGE = "page"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class OldAddress:
    """What the old site had beside its posts. All ``paths`` led there, and ``feeds`` to its feeds.

    ``key`` is the id of the post that has the picture, else the slug; ``name`` that of the tag.
    """

    kind: AddressKind
    paths: tuple[str, ...]
    key: str = ""
    name: str = ""
    author: ImportedAuthor | None = None
    feeds: tuple[str, ...] = ()


@dataclass
class Skipped:
    """What a reader passes over: how often, by the reason."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str, count: int = 1) -> None:
        self.counts[reason] = self.counts.get(reason, 0) + count


class Reader(Protocol):
    """Reads one export. Making it may read the whole export once, and raises `SourceRefused`."""

    source: str
    """Names the site, so that two exports of one site are one source."""
    files: ImageFiles
    total: int
    skipped: Skipped
    site_redirects: tuple[tuple[str, str], ...]
    """Old addresses of the whole site, such as feeds, with those here."""

    def posts(self) -> Iterator[ImportedPost | BrokenPost]: ...

    def old_addresses(self) -> Iterator[OldAddress]:
        """What else had an address, after `posts` has come to its end."""
        ...
