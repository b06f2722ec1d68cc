"""Fetches channels as a visitor without an account."""

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
from tests.wsgi import Application, ask

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"

FETCHED_AT = PUBLISHED + 5 * HOUR
EDITION = re.compile(rb"/editions/\d+/")

DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The response of a channel. ``sent`` are the bytes on the wire; ``body`` is decompressed."""

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


def fetch(channel: Channel, site: Site, *, encoding: str = "identity") -> Answer:
    return fetch_path(channel.path(site), str(channel), encoding=encoding)


def fetch_path(path: str, name: str = "", *, encoding: str = "identity") -> Answer:
    response = Client(raise_request_exception=False).get(
        path, headers={"accept-encoding": encoding}
    )
    headers = dict(response.items())
    return _answer(name, path, response.status_code, headers, response.getvalue())


def fetch_from(
    application: Application, channel: Channel, site: Site, *, method: str, encoding: str
) -> Answer:
    """The answer of a WSGI application that has the site behind it."""
    path = channel.path(site)
    given = ask(application, path, method=method, accept_encoding=encoding)
    return _answer(str(channel), path, given.status, given.headers, given.body)


def _answer(name: str, path: str, status: int, headers: dict[str, str], sent: bytes) -> Answer:
    decode = DECODERS[headers.get("Content-Encoding", "")]
    return Answer(
        channel=name or path,
        path=path,
        status=status,
        headers=headers,
        body=decode(sent) if sent else b"",
        sent=sent,
    )


def fetch_all(site: Site) -> list[Answer]:
    """The answers of all public channels at the same moment, so that none differs by the time."""
    with time_machine.travel(FETCHED_AT, tick=False):
        return [fetch(channel, site) for channel in PUBLIC]


def changed_channels(before: list[Answer], after: list[Answer]) -> list[str]:
    """The channels whose answers differ, apart from the number of an edition."""
    return [
        one.channel
        for one, other in zip(before, after, strict=True)
        if (one.status, one.head, EDITION.sub(b"", one.body))
        != (other.status, other.head, EDITION.sub(b"", other.body))
    ]


def export(slug: str, edition: int | None = None) -> str:
    """The document of a manuscript or of an edition, with all its hidden text."""
    out = StringIO()
    call_command("export_review", slug, edition=edition, stdout=out)
    return out.getvalue()


def feed_texts(feed: Answer) -> dict[str, str]:
    """The whole text of each item of a feed as HTML, by the item's title."""
    if feed.kind == "application/feed+json":
        items = json.loads(feed.text)["items"]
        return {item["title"]: item["content_html"] for item in items}
    root = ElementTree.fromstring(feed.body)
    texts = {}
    for item in (*root.iter("item"), *root.iter(f"{ATOM}entry")):
        title = item.findtext("title") or item.findtext(f"{ATOM}title") or ""
        texts[title] = item.findtext(ENCODED) or item.findtext(f"{ATOM}content") or ""
    return texts
