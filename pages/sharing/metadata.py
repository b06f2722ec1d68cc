"""What a page says of itself to whoever shows it elsewhere: Open Graph, Twitter card, feeds.

https://ogp.me/ has the properties. Everything is public and every address is whole; a page that
is kept out of indexes has none of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from images.models import Image
from pages.addresses import absolute
from pages.feeds.formats import FORMATS
from pages.feeds.views import title_of
from pages.sharing.structured_data import Node, document

DESCRIPTION = 300
LOCALES = {"en": "en_US", "de": "de_DE"}
"""Open Graph wants a territory; of other languages nothing is said."""

Property = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SharePicture:
    """A picture for where a page is shared; one ``is_wide`` is shown over the words."""

    url: str
    alt: str
    width: int
    height: int
    is_wide: bool = True

    @classmethod
    def of(cls, image: Image | None) -> Self | None:
        if image is None:
            return None
        is_wide = image.width > image.height
        return cls(absolute(image.file.url), image.alt, image.width, image.height, is_wide)


def site_picture() -> SharePicture:
    return SharePicture(absolute(static("icons/share.png")), settings.SITE_NAME, 1200, 630)


@dataclass(frozen=True, slots=True)
class FeedLink:
    title: str
    url: str
    type: str


def feeds_of(name: str, *args: str, subject: str = "") -> tuple[FeedLink, ...]:
    """The feed with the url name ``pages:<name>``, in each format."""
    return tuple(
        FeedLink(
            title_of(subject),
            absolute(reverse(f"pages:{name}", args=[*args, ending])),
            feed.content_type.partition(";")[0],
        )
        for ending, feed in FORMATS.items()
    )


@dataclass(frozen=True, slots=True)
class Metadata:
    """``kind`` is the type of Open Graph, and ``more`` the properties that it brings along."""

    title: str
    canonical: str
    text: str = ""
    kind: str = "website"
    language: str = ""
    picture: SharePicture | None = None
    more: tuple[Property, ...] = ()
    own_feeds: tuple[FeedLink, ...] = ()
    nodes: tuple[Node, ...] = field(default=())

    @property
    def description(self) -> str:
        """One paragraph, never empty, never too long."""
        own = " ".join(self.text.split())
        tagline = _("Film criticism that keeps the ending to itself until you ask.")
        return Truncator(own or tagline).chars(DESCRIPTION)

    @property
    def feeds(self) -> tuple[FeedLink, ...]:
        return (*self.own_feeds, *feeds_of("feed"))

    @property
    def structured(self) -> SafeString | str:
        return document(*self.nodes) if self.nodes else ""

    def open_graph(self) -> Iterator[Property]:
        picture = self.picture or site_picture()
        yield "og:site_name", settings.SITE_NAME
        yield "og:type", self.kind
        yield "og:title", self.title
        yield "og:description", self.description
        yield "og:url", self.canonical
        locale = LOCALES.get(self.language or get_language() or "")
        if locale:
            yield "og:locale", locale
        yield "og:image", picture.url
        yield "og:image:width", str(picture.width)
        yield "og:image:height", str(picture.height)
        yield "og:image:alt", picture.alt or self.title
        yield from self.more

    def twitter(self) -> Iterator[Property]:
        picture = self.picture or site_picture()
        yield "twitter:card", "summary_large_image" if picture.is_wide else "summary"
        yield "twitter:title", self.title
        yield "twitter:description", self.description
        yield "twitter:image", picture.url
        yield "twitter:image:alt", picture.alt or self.title

    def with_nodes(self, *nodes: Node) -> "Metadata":
        return replace(self, nodes=nodes)


def moment(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
