"""Nothing that was public before is sent after a change has returned, whatever happens when.

Each test changes something in one of the gaps of a cold render, on another connection.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pkgutil import resolve_name
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone

from editions.publishing import publish, set_embargo, withdraw
from pages.cache.application import PageCache
from pages.cache.database import site_database
from reviews.models import Review
from site_settings.models import SiteSettings
from tests.factories import FullReviewFactory
from tests.wsgi import Answer, ask

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

REVIEW, HOME = "/reviews/the-review/", "/"
HOUR = timedelta(hours=1)

VIEW = "pages.reviews.views.review_context"
GAPS = [
    "pages.cache.readings.stopped_clock",
    "pages.cache.readings.snapshot",
    "pages.cache.readings.generation_in",
    "pages.cache.readings.recorded_queries",
    VIEW,
    "pages.cache.readings._reading",
    "pages.cache.page_store.PageStore.put",
    "pages.cache.application.respond",
]
"""The gaps of a cold render, each by the function before whose first call it is."""

OF_THE_REVIEW = {VIEW}


def elsewhere(action: Callable[[], Any]) -> None:
    """Run ``action`` to its end on another connection."""

    def run() -> None:
        try:
            action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.fixture
def site() -> Iterator[PageCache]:
    """The site as it is deployed."""
    database = site_database()
    yield PageCache(WSGIHandler(), max_bytes=10**7, database=database)
    database.close()


@pytest.fixture
def review() -> Review:
    review = FullReviewFactory(slug="the-review", headline="Edition 0")
    review.sections.update(body="The text of edition 0.")
    publish(review=review)
    return review


def write(review: Review, number: int) -> None:
    Review.objects.filter(pk=review.pk).update(headline=f"Edition {number}")
    review.sections.update(body=f"The text of edition {number}.")


def editions_of(answer: Answer) -> set[int]:
    """The numbers of the editions whose headline or text is on a page."""
    return {
        number
        for number in range(20)
        if f">Edition {number}<" in answer.text or f"The text of edition {number}." in answer.text
    }


@contextmanager
def in_the_gap(target: str, action: Callable[[], Any]) -> Iterator[None]:
    """Do ``action`` before the first call of the function ``target``."""
    original = resolve_name(target)
    actions = [action]

    def wrapper(*arguments: Any, **named: Any) -> Any:
        if actions:
            actions.pop()()
        return original(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, wrapper)
        yield
    assert not actions, target


def rounds(
    site: PageCache, change: Callable[[int], Any], *, of_the_review: bool = True
) -> Iterator[tuple[int, Answer, Answer]]:
    """For each gap: ``change`` with its number in it, the page read meanwhile, and one read after.

    The home page is read in every other round; in all rounds, if the review has no page before.
    """
    gaps = [gap for gap in GAPS if of_the_review or gap not in OF_THE_REVIEW]
    for number, target in enumerate(gaps, start=1):
        is_of_review = of_the_review and (number % 2 or target in OF_THE_REVIEW)
        page = REVIEW if is_of_review else HOME
        site.pages.clear()
        with in_the_gap(target, lambda number=number: change(number)):  # type: ignore[misc]
            during = ask(site, page)
        yield number, during, ask(site, page)


class TestAPublication:
    def test_is_seen_by_everybody_who_comes_after_it(self, site: PageCache, review: Review) -> None:
        def write_and_publish(number: int) -> None:
            write(review, number)
            publish(review=review)

        def change(number: int) -> None:
            elsewhere(lambda: write_and_publish(number))

        for number, during, after in rounds(site, change):
            assert editions_of(after) == {number}
            assert editions_of(during) in ({number - 1}, {number})

    def test_is_seen_by_who_waits_for_a_page_that_is_being_rendered(
        self, site: PageCache, review: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(review, 1)
        waits = threading.Event()
        later: list[Future[Answer]] = []

        class ReportingEvent(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                waits.set()
                return super().wait(timeout)

        def read() -> Answer:
            try:
                return ask(site, REVIEW)
            finally:
                connections.close_all()

        def change() -> None:
            elsewhere(lambda: publish(review=review))
            later.append(pool.submit(read))
            assert waits.wait(timeout=20)

        monkeypatch.setattr("pages.cache.application.Event", ReportingEvent)
        with ThreadPoolExecutor(1) as pool, in_the_gap(VIEW, change):
            during = ask(site, REVIEW)
        assert editions_of(during) == {0}
        assert editions_of(later[0].result()) == {1}


class TestSavedSettings:
    def test_are_on_every_page_after_it(self, site: PageCache, review: Review) -> None:
        """Pages share the row, also with one that began before it was saved."""

        def change(number: int) -> None:
            elsewhere(lambda: SiteSettings(pk=1, name=f"Name {number}.").save())

        for number, _during, after in rounds(site, change):
            for page in (after, ask(site, HOME), ask(site, "/about/")):
                assert f"Name {number}." in page.text


class TestAScheduledMinute:
    @pytest.mark.parametrize("has_embargo", [False, True], ids=["scheduled", "under embargo"])
    def test_is_kept(self, site: PageCache, review: Review, has_embargo: bool) -> None:
        with time_machine.travel(timezone.now() + HOUR, tick=False) as clock:

            def schedule(number: int) -> None:
                write(review, number)
                minute = timezone.now() + HOUR
                if has_embargo:
                    set_embargo(review=review, until=minute, withdrawing=True)
                publish(review=review, live_from=minute)

            schedule(1)
            turns = rounds(site, lambda _number: clock.shift(HOUR), of_the_review=not has_embargo)
            for number, during, after in turns:
                assert editions_of(after) == {number}
                before = set() if has_embargo else {number - 1}
                assert editions_of(during) in (before, {number})
                clock.shift(HOUR)
                schedule(number + 1)


class TestAWithdrawal:
    def test_is_seen_by_everybody_who_comes_after_it(self, site: PageCache, review: Review) -> None:
        for _number, during, after in rounds(
            site, lambda _number: elsewhere(lambda: withdraw(review=review))
        ):
            assert editions_of(during) in ({0}, set())
            assert editions_of(after) == set()
            publish(review=review)
            write(review, 0)
