"""The page cache: a WSGI application in front of Django's own.

A hit builds no Django request. It costs a few look-ups in dictionaries and one query by primary
key, for the generation. docs/architecture.md describes when a page is valid.
"""

import time
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Event, Lock
from typing import Any

from pages.cache.database import ERRORS, SharedConnection
from pages.cache.generation_reader import GenerationReader
from pages.cache.page_keys import PageKey, PageKeys, Wanted
from pages.cache.page_store import PageStore
from pages.cache.periods import Periods
from pages.cache.public_page import RENDER
from pages.cache.readings import Render, renewed
from pages.cache.stored_page import Headers, StartResponse, StoredPage, respond

Environ = dict[str, Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

WAIT_SECONDS = 5
"""How long a request waits for another one that renders the same page."""

KEPT_HEADERS = {"HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING"}
"""What a cold render sees of the client, beside the `PageKey`. Only error pages depend on it."""


class PageCache:
    """Answers requests for public pages from memory, and all others by ``application``."""

    def __init__(
        self, application: Application, *, max_bytes: int, database: SharedConnection
    ) -> None:
        self.application = application
        self.pages: PageStore[PageKey] = PageStore(max_bytes)
        self._database = database
        self._generation = GenerationReader(database)
        self._periods = Periods()
        self._keys = PageKeys()
        self._kept_headers = KEPT_HEADERS | {self._keys.scheme_header}
        self._rendering: dict[PageKey, Event] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        wanted = self._keys.wanted(environ) if method == "GET" or method == "HEAD" else None
        if wanted is None:
            return self.application(environ, start_response)
        page = self.pages.get(wanted[0])
        if page is not None and self._is_valid(page):
            return self._hit(wanted, page, environ, start_response)
        return self._miss(wanted, environ, start_response)

    def _is_valid(self, page: StoredPage) -> bool:
        return (
            page.generation == self._generation.current() and page.since <= time.time() < page.until
        )

    def _hit(
        self, wanted: Wanted, page: StoredPage, environ: Environ, start_response: StartResponse
    ) -> list[bytes]:
        key, encoding = wanted
        page.was_used = True
        size = page.size
        variant = page.variant(encoding)
        if page.size != size and self.pages.get(key) is page:
            self.pages.put(key, page)
        return respond(variant, environ, start_response, page.shared_cache_headers(time.time()))

    def _miss(
        self, wanted: Wanted, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        key = wanted[0]
        with self._lock:
            other = self._rendering.get(key)
            if other is None:
                own = self._rendering[key] = Event()
        if other is not None:
            other.wait(WAIT_SECONDS)
            page = self.pages.get(key)
            # Valid for this request too: the generation is read again.
            if page is not None and self._is_valid(page):
                return self._hit(wanted, page, environ, start_response)
            return self._fresh(wanted, environ, start_response)
        try:
            return self._fresh(wanted, environ, start_response)
        finally:
            with self._lock:
                del self._rendering[key]
            own.set()

    def _fresh(
        self, wanted: Wanted, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The page as it is now: the former one if it is still the same, or else rendered."""
        key = wanted[0]
        former = self.pages.get(key)
        page = former and self._renewed(former)
        if page:
            self.pages.put(key, page)
            return self._hit(wanted, page, environ, start_response)
        return self._render(wanted, environ, start_response)

    def _renewed(self, page: StoredPage) -> StoredPage | None:
        try:
            reading = renewed(page.reading, self._database.open(), self._periods)
        except ERRORS:
            self._database.close()
            return None
        return page.renewed(reading) if reading else None

    def _render(
        self, wanted: Wanted, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The response of the site, which is kept if it is a public page."""
        key, encoding = wanted
        render = Render(self._periods)
        begun = time.monotonic()
        answer: list[Any] = []

        def keep(status: str, headers: Headers, exc_info: Any = None) -> None:
            answer[:] = status, headers

        response = self.application(self._inner_environ(key, environ) | {RENDER: render}, keep)
        status, headers = answer
        is_stream = getattr(response, "streaming", True)
        if render.reading is None or is_stream or not _is_public(status, headers):
            start_response(status, headers)
            return response
        body = _read(response)
        page = StoredPage(render.reading, headers, body, encoding)
        self.pages.put(key, page)
        # So that a page is served while the database is away, although nobody has asked for it a
        # second time.
        self._generation.note(page.generation, begun)
        return self._hit(wanted, page, environ, start_response)

    def _inner_environ(self, key: PageKey, environ: Environ) -> Environ:
        """A GET request with that of ``environ`` on which the page may depend."""
        inner = {
            name: value
            for name, value in environ.items()
            if not name.startswith("HTTP_") or name in self._kept_headers
        }
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            inner.pop(name, None)
        inner |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key.query, "wsgi.input": BytesIO()}
        return inner


def _read(response: Iterable[bytes]) -> bytes:
    """The body of ``response``, which is closed, as a WSGI server does it."""
    try:
        return b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()


def _is_public(status: str, headers: Headers) -> bool:
    """Whether a response of a public page may be kept for everybody."""
    if not status.startswith("200 "):
        return False
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name in ("set-cookie", "content-encoding"):
            return False
        if name == "vary" and value != "accept-encoding":
            return False
        if name == "cache-control" and ("private" in value or "no-store" in value):
            return False
        if name == "content-security-policy" and "'nonce-" in value:
            return False
    return True
