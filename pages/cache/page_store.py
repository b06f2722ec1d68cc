"""The pages in the memory of a process, bounded by their bytes."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

from pages.cache.stored_page import StoredPage

Key = TypeVar("Key")

MAX_SHARE = 8
"""A page over an eighth of the memory is not kept: it would push out too many others."""


class PageStore(Generic[Key]):
    """At most ``max_bytes`` of pages. Those that were not used for the longest time are removed.

    `get` takes no lock and moves nothing. It marks the page, and a marked page gets another round
    before it is removed (the algorithm "second chance", which approximates LRU).
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: OrderedDict[Key, StoredPage] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> StoredPage | None:
        return self._pages.get(key)

    def put(self, key: Key, page: StoredPage) -> None:
        """Store ``page``, or account for it again after it has grown."""
        with self._lock:
            self._remove(key)
            if page.size > self.max_bytes // MAX_SHARE:
                return
            self._pages[key] = page
            self._sizes[key] = page.size
            self.bytes += page.size
            while self.bytes > self.max_bytes:
                oldest, candidate = next(iter(self._pages.items()))
                if candidate.was_used:
                    candidate.was_used = False
                    self._pages.move_to_end(oldest)
                else:
                    self._remove(oldest)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._sizes.clear()
            self.bytes = 0

    def _remove(self, key: Key) -> None:
        if self._pages.pop(key, None) is not None:
            self.bytes -= self._sizes.pop(key)
