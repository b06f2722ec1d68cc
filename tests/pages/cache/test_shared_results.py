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
from pages.cache.query_results import KeptResults, shared_results
from pages.cache.recorded_queries import recorded_queries
from site_settings.models import SiteSettings
from tests.factories import FilmFactory, FullReviewFactory, GenreFactory, ImageFactory
from tests.wsgi import ask

NOON = datetime(2099, 6, 1, 12, tzinfo=UTC)
"""Later than everything that the tests publish at the present time."""

HOUR = timedelta(hours=1)

Executed = Callable[[], list[str]]

SETTINGS = "site_settings_sitesettings"
CHOICES = "count > 0 ORDER BY count DESC, value LIMIT"
CORRECTIONS = "AS near"
CORRECTIONS_BESIDE = "JOIN pages_facetentry own ON own.edition_id = near.id"
COUNT_OF_ROWS = "COUNT(*)"


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
        SiteSettings(pk=1, name="The Velvet Row", logo=ImageFactory(), icon=ImageFactory()).save()

    @pytest.mark.parametrize(
        ("query", "addresses"),
        [
            (SETTINGS, ("/about/", "/critics/")),
            (CORRECTIONS, ("/reviews/", "/genres/drama/")),
            (CHOICES, ("/reviews/", "/reviews/?page=2")),
            (CORRECTIONS_BESIDE, ("/reviews/?genre=drama", "/reviews/?genre=drama&page=2")),
            (COUNT_OF_ROWS, ("/films/", "/films/?page=2")),
        ],
    )
    def test_run_a_query_once(
        self,
        cached_site: PageCache,
        executed: Executed,
        monkeypatch: pytest.MonkeyPatch,
        query: str,
        addresses: tuple[str, str],
    ) -> None:
        monkeypatch.setattr("pages.films.views.PAGE_SIZE", 2)
        monkeypatch.setattr("pages.reviews.views.PAGE_SIZE", 2)
        monkeypatch.setattr("pages.facets.counts.MAX_COUNTED", 0)
        monkeypatch.setattr("pages.facets.counts.MIN_PAIRED", 0)
        film = FilmFactory()
        film.genres.add(Genre.objects.get(slug="drama"))
        publish(review=FullReviewFactory(film=film), live_from=NOON)
        numbers = []
        for address in addresses:
            executed()
            assert ask(cached_site, address).status == 200
            numbers.append(number_of(executed(), query))
        assert numbers == [1, 0]

    def test_have_the_same_bytes_and_keys_as_alone(
        self, cached_site: PageCache, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.CACHE_PURGE_URLS = ["http://cache.example/"]
        addresses = ("/reviews/?genre=drama", "/genres/drama/", "/films/", "/reviews/review-1/")
        ask(cached_site, "/reviews/")
        logo = f"image-{SiteSettings.objects.get().logo_id}"
        for address in addresses:
            later = ask(cached_site, address)
            with monkeypatch.context() as patch:
                patch.setattr("pages.cache.recorded_queries.are_shared", lambda: False)
                unshared = ask(alone(), address)
            assert logo in unshared.headers["Surrogate-Key"].split()
            assert (later.body, later.headers) == (unshared.body, unshared.headers)

    def test_run_them_again_after_a_change(
        self, cached_site: PageCache, executed: Executed
    ) -> None:
        ask(cached_site, "/films/")
        FilmFactory(title="A fourth film")
        executed()
        assert "A fourth film" in ask(cached_site, "/films/").text
        assert number_of(executed(), COUNT_OF_ROWS) == 1

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

    def test_of_a_generation_that_comes_again_is_another_one(self) -> None:
        """It may be that of an older database, which has taken the place of a newer one."""
        periods = Periods()
        results = [periods.at(NOON, generation, connection).results for generation in (8, 7, 8)]
        assert len({id(each) for each in results}) == 3

    def test_is_one_for_pages_that_begin_in_another_order(self) -> None:
        periods = Periods()
        second = timedelta(seconds=1)
        later = periods.at(NOON + second, 7, connection)
        earlier = periods.at(NOON, 7, connection)
        assert earlier.results is later.results
        assert (earlier.since, earlier.until) == (NOON, NOON + HOUR)
        assert periods.at(NOON + second, 7, connection) is earlier

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

    def test_are_forgotten_when_there_is_no_room(self) -> None:
        results = KeptResults(max_rows=10)
        seven = [(number,) for number in range(7)]
        results.add("a", (), seven)
        kept = results.add("b", (), seven)
        assert (results.get("a", ()), results.get("b", ())) == (None, kept)
        assert results.add("c", (), [*seven, *seven]).rows[13] == (6,)
        assert (results.get("b", ()), results.get("c", ())) == (kept, None)

    def test_without_rows_take_room_too(self) -> None:
        results = KeptResults(max_rows=10)
        for number in range(12):
            results.add("a", (number,), [])
        found = [number for number in range(12) if results.get("a", (number,))]
        assert found == [10, 11]


def cursor_of_slugs() -> Any:
    cursor = connection.cursor()
    cursor.execute("SELECT slug FROM films_genre ORDER BY slug")
    return cursor


@pytest.mark.django_db
@pytest.mark.both_databases
class TestSharedRows:
    """A cursor gives them in each way in which Django and the site read rows."""

    @pytest.mark.parametrize(
        "read",
        [
            lambda: list(Genre.objects.order_by("slug").values_list("slug", flat=True)),
            lambda: [each.slug for each in Genre.objects.order_by("slug")],
            lambda: [Genre.objects.order_by("slug").count()],
            lambda: [row[0] for row in cursor_of_slugs()],
            lambda: [row[0] for row in cursor_of_slugs().fetchall()],
            lambda: [row[0] for row in cursor_of_slugs().fetchmany(2)],
            lambda: [cursor_of_slugs().fetchone()[0]],
        ],
    )
    def test_are_those_of_the_query(
        self, executed: Executed, read: Callable[[], list[Any]]
    ) -> None:
        for name in ("drama", "horror", "war"):
            GenreFactory(slug=name)
        expected = read()
        with recorded_queries(NOON, KeptResults()), shared_results():
            executed()
            assert [read(), read()] == [expected, expected]
            assert len(executed()) == 1
