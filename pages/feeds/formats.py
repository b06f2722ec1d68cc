"""The three formats in which reviews are fed: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

Django's generators carry a summary only. Here every item also has ``content`` (its whole text as
HTML), ``language``, and an image or None.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was updated: it is the same at every request."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


class Dated(SyndicationFeed):
    content_type: str

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=NOTHING_YET)


class Atom(Dated, Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/"
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class JsonFeed(Dated):
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
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1).encode(encoding))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        known = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["summary"],
            "content_html": item["content"],
            "image": item["image"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": item["author_name"], "url": item["author_link"]}],
            "tags": list(item["categories"]),
            "language": item["language"],
        }
        return {name: value for name, value in known.items() if value}


FORMATS: dict[str, type[Dated]] = {"atom": Atom, "rss": Rss, "json": JsonFeed}
"""By the ending of the feed's address."""


class FormatConverter:
    """The ending of a feed's address."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> type[Dated]:
        return FORMATS[value]

    def to_url(self, value: str) -> str:
        return value
