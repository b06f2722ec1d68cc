"""The metadata in the head of a page: description, Open Graph, Twitter card, feeds, JSON-LD.

https://ogp.me/ defines the properties. All metadata is public, and all URLs are absolute. A page
that search engines must not index has no metadata.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from images.models import Image
from pages.absolute_urls import absolute_url
from pages.feeds.formats import FORMATS
from pages.feeds.review_feed import feed_title
from pages.paths import reverse
from pages.sharing.language_codes import open_graph_locale
from pages.sharing.structured_data import Node, json_ld
from pages.site import current_site

MAX_DESCRIPTION = 300

Property = tuple[str, str]
"""The name and the content of a ``<meta>`` element."""


@dataclass(frozen=True, slots=True)
class SharePicture:
    """The picture of a shared page. Twitter shows a picture that ``is_wide`` above the text."""

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
        return cls(absolute_url(image.file.url), image.alt, image.width, image.height, is_wide)


def site_picture() -> SharePicture:
    """The picture of pages without a picture of their own."""
    site = current_site()
    own = SharePicture.of(site.share_picture)
    return own or SharePicture(absolute_url(static("icons/share.png")), site.site_name, 1200, 630)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed or another form of a page, with its media type."""

    title: str
    url: str
    type: str


def embed_links(title: str, url: str) -> tuple[FeedLink, ...]:
    """Links to the oEmbed answers for the page at ``url``."""
    oembed = absolute_url(reverse("pages:oembed"))
    return tuple(
        FeedLink(title, f"{oembed}?{urlencode({'url': url, 'format': name})}", media_type)
        for name, media_type in (("json", "application/json+oembed"), ("xml", "text/xml+oembed"))
    )


def feed_links(name: str, *args: str, subject: str = "") -> tuple[FeedLink, ...]:
    """Links to the feed with the URL name ``pages:<name>``, one per format.

    ``subject`` is that of `feed_title`.
    """
    return tuple(
        FeedLink(
            feed_title(subject),
            absolute_url(reverse(f"pages:{name}", args=[*args, extension])),
            feed.content_type.partition(";")[0],
        )
        for extension, feed in FORMATS.items()
    )


@dataclass(frozen=True)
class Metadata:
    """The metadata of one page.

    ``text`` is what `description` is made from. ``kind`` is the Open Graph type, and ``more`` are
    the properties of that type. ``embeds`` and ``own_feeds`` are linked before the feed of all
    reviews. ``nodes`` are the JSON-LD.
    """

    title: str
    canonical: str
    text: str = ""
    kind: str = "website"
    language: str = ""
    picture: SharePicture | None = None
    more: tuple[Property, ...] = ()
    own_feeds: tuple[FeedLink, ...] = ()
    embeds: tuple[FeedLink, ...] = ()
    nodes: tuple[Node, ...] = ()

    @cached_property
    def description(self) -> str:
        """One line of 1 to `MAX_DESCRIPTION` characters; the site's tagline without a text."""
        own = " ".join(self.text.split())
        tagline = current_site().site_tagline
        return Truncator(own or tagline).chars(MAX_DESCRIPTION)

    @property
    def feeds(self) -> tuple[FeedLink, ...]:
        return (*self.embeds, *self.own_feeds, *feed_links("feed"))

    @cached_property
    def structured(self) -> SafeString | str:
        """The JSON-LD; "" without nodes."""
        return json_ld(*self.nodes) if self.nodes else ""

    def open_graph(self) -> Iterator[Property]:
        picture = self.picture or site_picture()
        yield "og:site_name", current_site().site_name
        yield "og:type", self.kind
        yield "og:title", self.title
        yield "og:description", self.description
        yield "og:url", self.canonical
        if locale := open_graph_locale(self.language):
            yield "og:locale", locale
        yield "og:image", picture.url
        yield "og:image:width", str(picture.width)
        yield "og:image:height", str(picture.height)
        yield "og:image:alt", picture.alt or self.title
        if creator := current_site().fediverse_creator:
            yield "fediverse:creator", creator
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


def iso_timestamp(when: datetime) -> str:
    """``when`` in ISO 8601, to the second."""
    return when.isoformat(timespec="seconds")
