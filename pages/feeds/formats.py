"""The formats of a feed of reviews: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

Django's generators write a summary and one author of each item. These also write ``content`` (the
whole text as HTML), ``language``, ``image`` (a URL, or "") and all ``authors``; and of the feed its
``hub`` (WebSub; a URL, or "").
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)

EMPTY_FEED_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without items was updated. A constant keeps its bytes, and so its ETag, the same."""

_INVALID_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_safe(text: str) -> str:
    """``text`` without the characters that XML 1.0 does not allow."""
    return _INVALID_IN_XML.sub("", text)


@dataclass(frozen=True, slots=True)
class Author:
    """``url`` is absolute."""

    name: str
    url: str


class FeedFormat(SyndicationFeed):
    """A feed that was updated when its newest item was."""

    content_type: str

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=EMPTY_FEED_DATE)


class AtomFeed(FeedFormat, Atom1Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if hub := self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": hub})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class RssFeed(FeedFormat, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if hub := self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        # The author of RSS itself is an e-mail address. Elements of Dublin Core may repeat.
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("content:encoded", item["content"])


class JsonFeed(FeedFormat):
    """https://www.jsonfeed.org/version/1.1/"""

    content_type = "application/feed+json; charset=utf-8"
    VERSION: ClassVar[str] = "https://jsonfeed.org/version/1.1"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = {
            "version": self.VERSION,
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "icon": self.feed["icon"],
        }
        if hub := self.feed["hub"]:
            feed["hubs"] = [{"type": "WebSub", "url": hub}]
        feed["items"] = [self._item(item) for item in self.items]
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1).encode(encoding))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        properties = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["summary"],
            "content_html": item["content"],
            "image": item["image"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [asdict(author) for author in item["authors"]],
            "tags": list(item["categories"]),
            "language": item["language"],
        }
        return {name: value for name, value in properties.items() if value}


FORMATS: dict[str, type[FeedFormat]] = {"atom": AtomFeed, "rss": RssFeed, "json": JsonFeed}
"""By the extension in the feed's URL."""


class FormatConverter:
    """A path converter from the extension in a feed's URL to its `FeedFormat`."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> type[FeedFormat]:
        return FORMATS[value]

    def to_url(self, value: str | type[FeedFormat]) -> str:
        if isinstance(value, str):
            return value
        return next(extension for extension, format in FORMATS.items() if format is value)
