from datetime import UTC, datetime

import pytest

from pages.cache.page_store import PageStore
from pages.cache.readings import Reading
from pages.cache.stored_page import OBJECT_BYTES, StoredPage

READING = Reading(1, datetime(2026, 1, 1, tzinfo=UTC), None, None, ())
BODY = 7_000
SIZE = OBJECT_BYTES + BODY


def page(body: int = BODY) -> StoredPage:
    return StoredPage(READING, [("Content-Type", "image/png")], b"x" * body, "identity")


@pytest.fixture
def store() -> PageStore[int]:
    """A store that is full with the pages 0 to 9."""
    store: PageStore[int] = PageStore(10 * SIZE)
    for key in range(10):
        store.put(key, page())
    return store


def keys(store: PageStore[int]) -> list[int]:
    return [key for key in range(100) if store.get(key)]


class TestPageStore:
    def test_removes_the_oldest_page_when_it_is_full(self, store: PageStore[int]) -> None:
        assert store.bytes == store.max_bytes
        store.put(10, page())
        assert (keys(store), store.bytes) == ([*range(1, 11)], store.max_bytes)

    def test_keeps_a_page_that_was_used_for_another_round(self, store: PageStore[int]) -> None:
        for key in (0, 2):
            used = store.get(key)
            assert used
            used.was_used = True
        for key in (10, 11):
            store.put(key, page())
        assert keys(store) == [0, 2, *range(4, 12)]

    def test_counts_a_page_that_takes_the_place_of_another(self, store: PageStore[int]) -> None:
        store.put(5, page(body=BODY // 2))
        assert store.bytes == store.max_bytes - BODY // 2
        store.put(5, page())
        assert (keys(store), store.bytes) == ([*range(10)], store.max_bytes)

    def test_refuses_a_page_over_an_eighth_of_the_memory(self, store: PageStore[int]) -> None:
        store.put(10, page(body=store.max_bytes // 8))
        store.put(3, page(body=store.max_bytes // 8))
        assert keys(store) == [0, 1, 2, 4, 5, 6, 7, 8, 9]
