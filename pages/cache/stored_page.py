"""A page in the cache: its headers and its bytes, in each encoding that was asked for."""

import hashlib
from collections.abc import Callable
from copy import copy
from typing import Any

from django.utils.http import parse_etags

from pages.cache.negotiation import IDENTITY, TEXT, decode, encode
from pages.cache.readings import Reading
from pages.shared_cache.headers import shared_cache_headers

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

MIN_COMPRESSED = 200
"""Bytes below which a body is not compressed, as in Django's GZipMiddleware."""

BODY_HEADERS = {"content-encoding", "content-language", "content-length", "content-type"}
"""Left out of a 304 (RFC 9110, section 15.4.5)."""

OBJECT_BYTES = 3_000
"""Memory of a page beside its bodies and queries. An estimate."""

QUERY_BYTES = 400
"""Memory of a query and its parameters. An estimate."""


class Variant:
    """A page in one encoding, ready to be sent."""

    __slots__ = ("body", "etag", "headers", "not_modified")

    def __init__(self, body: bytes, etag: str, headers: Headers) -> None:
        self.body = [body]
        self.etag = etag
        self.headers = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        self.not_modified = [
            (name, value) for name, value in self.headers if name.lower() not in BODY_HEADERS
        ]


class StoredPage:
    """A public page, valid as its ``reading`` says.

    Compression is made at the first request for it. A body that nobody has asked for is not kept,
    and made again from another one: most pages are only asked for in one or two encodings.

    ``was_used`` is set by each hit; `PageStore` uses it to find the pages that nobody asks for.
    """

    __slots__ = (
        "_digest",
        "_headers",
        "_variants",
        "generation",
        "is_compressed",
        "reading",
        "since",
        "size",
        "until",
        "was_used",
    )

    def __init__(self, reading: Reading, headers: Headers, plain: bytes, encoding: str) -> None:
        """``encoding`` is that of the first request."""
        given = {name.lower(): value for name, value in headers}
        self._set_reading(reading)
        self.is_compressed = len(plain) >= MIN_COMPRESSED and bool(
            TEXT.match(given.get("content-type", ""))
        )
        self.was_used = False
        replaced = {"content-length", "etag", "vary"}
        self._headers = [each for each in headers if each[0].lower() not in replaced]
        if self.is_compressed:
            self._headers.append(("Vary", "Accept-Encoding"))
        self._digest = hashlib.blake2b(plain, digest_size=16).hexdigest()
        self._variants: dict[str, Variant] = {}
        self.size = OBJECT_BYTES + QUERY_BYTES * len(reading.queries)
        self._add(encoding if self.is_compressed else IDENTITY, plain)

    def renewed(self, reading: Reading) -> "StoredPage":
        """The same page, as ``reading`` has found it unchanged."""
        page = copy(self)
        page._set_reading(reading)
        return page

    def _set_reading(self, reading: Reading) -> None:
        self.reading = reading
        self.generation = reading.generation
        # A clock that was ahead has been set right: the page may show what is not yet live.
        self.since = reading.moment.timestamp()
        self.until = reading.until.timestamp() if reading.until else float("inf")

    def shared_cache_headers(self, now: float) -> Headers:
        """None unless the page is for shared caches. ``now`` is in seconds, as ``until``."""
        keys = self.reading.keys
        if not keys:
            return []
        return shared_cache_headers(keys, self.generation, self.until, now)

    def variant(self, encoding: str) -> Variant:
        if not self.is_compressed:
            encoding = IDENTITY
        return self._variants.get(encoding) or self._add(encoding, self._plain())

    def _plain(self) -> bytes:
        encoding, variant = next(iter(self._variants.items()))
        return decode(encoding, variant.body[0])

    def _add(self, encoding: str, plain: bytes) -> Variant:
        headers = self._headers
        etag = f'"{self._digest}"'
        if encoding != IDENTITY:
            headers = [*headers, ("Content-Encoding", encoding)]
            etag = f'"{self._digest}-{encoding}"'
        variant = Variant(encode(encoding, plain), etag, headers)
        self.size += len(variant.body[0])
        # A new dictionary, because other threads may be reading the present one.
        self._variants = {**self._variants, encoding: variant}
        return variant


def respond(
    variant: Variant, environ: dict[str, Any], start_response: StartResponse, more: Headers
) -> list[bytes]:
    """Send ``variant`` with ``more`` headers: without a body to HEAD, and as a 304 to a client that
    has it."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    # A server may change the list of headers, so each response has a list of its own.
    if known is not None and _matches(known, variant.etag):
        start_response("304 Not Modified", [*variant.not_modified, *more])
        return []
    start_response("200 OK", [*variant.headers, *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else variant.body


def _matches(if_none_match: str, etag: str) -> bool:
    """Whether the header names ``etag``, by weak comparison (RFC 9110, section 13.1.2)."""
    if if_none_match == etag:
        return True
    return any(each.removeprefix("W/") in ("*", etag) for each in parse_etags(if_none_match))
