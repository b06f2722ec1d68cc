"""Asking a channel, as a stranger who has drawn no curtain."""

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from xml.etree import ElementTree

import brotli
import time_machine
from django.core.management import call_command
from django.test import Client

from tests.canaries.channels import PUBLIC, Channel
from tests.canaries.planting import HOUR, PUBLISHED, Site

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"

ASKED = PUBLISHED + 5 * HOUR
EDITION = re.compile(rb"/editions/\d+/")

UNPACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is unpacked; ``sent`` is what went over the wire."""

    channel: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def is_page(self) -> bool:
        return (self.kind, self.status) == ("text/html", 200)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def head(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.headers.items())


def ask(
    channel: Channel,
    site: Site,
    *,
    method: str = "GET",
    encoding: str = "identity",
) -> Answer:
    return ask_at(channel.path(site), str(channel), method=method, encoding=encoding)


def ask_at(path: str, name: str = "", *, method: str = "GET", encoding: str = "identity") -> Answer:
    response = Client(raise_request_exception=False).generic(
        method, path, headers={"accept-encoding": encoding}
    )
    sent = response.getvalue()
    unpack = UNPACKED[response.get("Content-Encoding", "")]
    return Answer(
        channel=name or path,
        path=path,
        status=response.status_code,
        headers=dict(response.items()),
        body=unpack(sent) if sent else b"",
        sent=sent,
    )


def ask_all(site: Site) -> list[Answer]:
    """Every public channel, at one moment: what is told by the clock alone is no difference."""
    with time_machine.travel(ASKED, tick=False):
        return [ask(channel, site) for channel in PUBLIC]


def told_apart(before: list[Answer], after: list[Answer]) -> list[str]:
    """The channels whose answers differ in more than the number of an edition."""
    return [
        one.channel
        for one, other in zip(before, after, strict=True)
        if (one.status, one.head, EDITION.sub(b"", one.body))
        != (other.status, other.head, EDITION.sub(b"", other.body))
    ]


def export(slug: str, edition: int | None = None) -> str:
    """The manuscript of a review, or what was frozen in an edition of it: all that it hides."""
    out = StringIO()
    call_command("export_review", slug, edition=edition, stdout=out)
    return out.getvalue()


def texts_of(feed: Answer) -> dict[str, str]:
    """The whole text of each item of a feed, HTML, by the item's title."""
    if feed.kind == "application/feed+json":
        items = json.loads(feed.text)["items"]
        return {item["title"]: item["content_html"] for item in items}
    root = ElementTree.fromstring(feed.body)
    texts = {}
    for item in (*root.iter("item"), *root.iter(f"{ATOM}entry")):
        title = item.findtext("title") or item.findtext(f"{ATOM}title") or ""
        texts[title] = item.findtext(ENCODED) or item.findtext(f"{ATOM}content") or ""
    return texts
