"""Results of queries that public pages share, as long as they stay the same."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.backends.utils import CursorWrapper

from editions.publishing import publish
from films.models import Film, Genre
from pages.cache.application import PageCache
from pages.cache.database import SharedConnection
from pages.cache.periods import Periods
from pages.cache.query_results import KeptResults
from tests.factories import FilmFactory, FullReviewFactory, GenreFactory
from tests.wsgi import ask

NOON = datetime(2099, 6, 1, 12, tzinfo=UTC)
"""After all that the tests publish now."""

HOUR = timedelta(hours=1)

Executed = Callable[[], list[str]]

SETTINGS = "site_settings_sitesettings"
CHOICES = "count > 0 ORDER BY count DESC, value LIMIT"
CORRECTIONS = "AS near"
COUNT_OF_FILMS = "COUNT(*)"


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> Executed:
    """Returns the queries that the database has run since the last call."""
    run: Any = CursorWrapper._execute  # type: ignore[attr-defined]
    queries: list[str] = []

    def recorded(cursor: Any, sql: str, params: Any, *ignored: Any) -> Any:
        queries.append(sql)
        return run(cursor, sql, params, *ignored)

    monkeypatch.setattr(CursorWrapper, "_execute", recorded)

    def taken() -> list[str]:
        found = queries.copy()
        queries.clear()
        return found

    return taken


@pytest.fixture
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def alone() -> PageCache:
    """The site behind a page cache that has nothing yet."""
    return PageCache(WSGIHandler(), max_bytes=10_000_000, database=SharedConnection())


def number_of(queries: list[str], text: str) -> int:
    return sum(text in sql for sql in queries)


@pytest.mark.django_db
@pytest.mark.both_databases
class TestPages:
    @pytest.fixture(autouse=True)
    def _site(self) -> None:
        genre = GenreFactory(slug="drama")
        for number in range(3):
            film = FilmFactory(slug=f"film-{number}")
            film.genres.add(genre)
            publish(review=FullReviewFactory(slug=f"review-{number}", film=film))

    def test_run_shared_queries_once(self, cached_site: PageCache, executed: Executed) -> None:
        executed()
        assert ask(cached_site, "/reviews/").status == 200
        first = executed()
        assert [number_of(first, each) for each in (SETTINGS, CORRECTIONS)] == [1, 1]
        assert number_of(first, CHOICES) == 1
        for address in ("/reviews/?genre=drama", "/reviews/review-1/", "/genres/drama/"):
            assert ask(cached_site, address).status == 200
            later = executed()
            assert later
            assert [number_of(later, each) for each in (SETTINGS, CORRECTIONS)] == [0, 0]

    def test_have_the_same_bytes_and_keys_as_alone(
        self, cached_site: PageCache, settings: Any
    ) -> None:
        settings.CACHE_PURGE_URLS = ["http://cache.example/"]
        addresses = ("/reviews/?genre=drama", "/genres/drama/", "/films/", "/reviews/review-1/")
        ask(cached_site, "/reviews/")
        for address in addresses:
            alone = PageCache(WSGIHandler(), max_bytes=10_000_000, database=cached_site._database)
            first, later = ask(alone, address), ask(cached_site, address)
            assert first.headers["Surrogate-Key"]
            assert (later.body, later.headers) == (first.body, first.headers)

    def test_run_them_again_after_a_change(
        self, cached_site: PageCache, executed: Executed
    ) -> None:
        ask(cached_site, "/films/")
        FilmFactory(title="A fourth film")
        executed()
        assert "A fourth film" in ask(cached_site, "/films/").text
        assert number_of(executed(), COUNT_OF_FILMS) == 1

    def test_that_are_still_the_same_compare_them_once(
        self, cached_site: PageCache, executed: Executed
    ) -> None:
        """Not once for each page, which would take as long as rendering."""
        addresses = ("/reviews/", "/reviews/?genre=drama", "/reviews/review-1/")
        for address in addresses:
            ask(cached_site, address)
        film = Film.objects.get(slug="film-0")
        film.original_title = "Something that no list shows"
        film.save()
        executed()
        for address in addresses:
            ask(cached_site, address)
        again = executed()
        assert [number_of(again, each) for each in (SETTINGS, CORRECTIONS)] == [1, 1]

    def test_never_share_them_over_the_minute_of_an_edition(
        self, cached_site: PageCache, noon: Any
    ) -> None:
        film = FilmFactory()
        film.genres.add(Genre.objects.get(slug="drama"))
        publish(review=FullReviewFactory(film=film, headline="Later"), live_from=NOON + HOUR)
        for hours, is_live in ((0, False), (1, True), (2, True), (0, False)):
            noon.move_to(NOON + hours * HOUR)
            # The second page has the results that the first one has left.
            for address in ("/reviews/", "/reviews/?genre=drama"):
                page = ask(cached_site, address)
                assert page == ask(alone(), address)
                assert ("Later" in page.text) == is_live
            assert ("4 reviews" if is_live else "3 reviews") in page.text


class TestPeriods:
    @pytest.fixture(autouse=True)
    def _database(self, db: None) -> None:
        publish(review=FullReviewFactory(), live_from=NOON + HOUR)

    def test_end_when_an_edition_begins(self) -> None:
        periods = Periods()
        before = periods.at(NOON, 7, connection)
        assert (before.since, before.until) == (NOON, NOON + HOUR)
        assert periods.at(NOON + HOUR / 2, 7, connection) is before
        after = periods.at(NOON + HOUR, 7, connection)
        assert (after.until, after.results is before.results) == (None, False)

    def test_end_with_the_generation(self) -> None:
        periods = Periods()
        before = periods.at(NOON, 7, connection)
        after = periods.at(NOON, 8, connection)
        assert after.results is not before.results
        # A page that began to read before the change has results of its own.
        late = periods.at(NOON, 7, connection)
        assert late.results not in (before.results, after.results)
        assert periods.at(NOON, 8, connection) is after

    def test_of_a_clock_that_was_set_back_is_another_one(self) -> None:
        periods = Periods()
        after = periods.at(NOON + HOUR, 7, connection)
        before = periods.at(NOON, 7, connection)
        assert (before.until, before.results is after.results) == (NOON + HOUR, False)


class TestKeptResults:
    def test_are_found_by_the_query_and_its_parameters(self) -> None:
        results = KeptResults()
        added = results.add("SELECT %s", ([1, 2],), [(1,), (2,)])
        assert results.get("SELECT %s", ([1, 2],)) is added
        assert results.get("SELECT %s", ([1, 3],)) is None
        assert results.get("SELECT DISTINCT %s", ([1, 2],)) is None

    def test_are_bounded(self) -> None:
        results = KeptResults(max_rows=10)
        kept = results.add("a", (), [(number,) for number in range(7)])
        assert results.add("b", (), [(number,) for number in range(7)]).rows[6] == (6,)
        assert (results.get("a", ()), results.get("b", ())) == (kept, None)

    def test_without_rows_are_bounded_too(self) -> None:
        results = KeptResults(max_rows=10)
        for number in range(20):
            results.add("a", (number,), [])
        assert [results.get("a", (number,)) is not None for number in (0, 9, 10, 19)] == [
            True,
            True,
            False,
            False,
        ]
