"""What readers get while the database cannot be read."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, ProgrammingError

from editions.models import Generation
from pages.cache.application import PageCache
from pages.cache.database import SharedConnection, site_database
from pages.cache.generation_reader import AWAY_SECONDS, GenerationReader
from tests.wsgi import ask


class Database(SharedConnection):
    """A database that can go away."""

    def __init__(self) -> None:
        self.number = 5
        self.is_away = False

    def generation(self) -> int:
        if self.is_away:
            raise OperationalError
        return self.number


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def reader(database: Database) -> GenerationReader:
    return GenerationReader(database)


class TestADatabaseThatIsAway:
    def test_has_the_generation_that_was_read_last_for_a_time(
        self, database: Database, reader: GenerationReader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = 1000.0
        monkeypatch.setattr("time.monotonic", lambda: now)
        assert reader.current() == 5
        database.is_away = True
        now += AWAY_SECONDS
        assert reader.current() == 5
        now += 1
        assert reader.current() is None
        database.is_away = False
        database.number = 6
        assert reader.current() == 6

    def test_is_not_one_that_answers_with_an_error(
        self, database: Database, reader: GenerationReader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail() -> int:
            raise ProgrammingError("no such table")

        assert reader.current() == 5
        monkeypatch.setattr(database, "generation", fail)
        assert reader.current() is None

    def test_has_none_before_the_first_reading(
        self, database: Database, reader: GenerationReader
    ) -> None:
        database.is_away = True
        assert reader.current() is None

    def test_has_that_of_a_page_that_was_rendered_before_the_first_reading(
        self, database: Database, reader: GenerationReader
    ) -> None:
        reader.note(5, time.monotonic())
        database.is_away = True
        assert reader.current() == 5

    def test_is_tried_by_one_thread_at_a_time(
        self, database: Database, reader: GenerationReader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader.current()
        database.is_away = True
        reader.current()
        begun, ended = Event(), Event()

        def slow_trial() -> int:
            begun.set()
            assert ended.wait(timeout=20)
            raise OperationalError

        monkeypatch.setattr(database, "generation", slow_trial)
        with ThreadPoolExecutor(1) as pool:
            trial = pool.submit(reader.current)
            assert begun.wait(timeout=20)
            assert reader.current() == 5
            ended.set()
            assert trial.result() == 5


@pytest.mark.django_db
class TestReadersOfASiteWithoutItsDatabase:
    def test_get_the_pages_in_memory(
        self, cached_site: PageCache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = ask(cached_site, "/")
        assert page.status == 200

        def away(*arguments: object) -> int:
            raise OperationalError

        monkeypatch.setattr(SharedConnection, "generation", away)
        assert ask(cached_site, "/") == page


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
class TestTheDatabaseOfTheSite:
    @pytest.fixture
    def database(self) -> Iterator[SharedConnection]:
        database = site_database()
        yield database
        database.close()

    def test_has_the_generation_that_was_committed_last(self, database: SharedConnection) -> None:
        Generation.objects.all().delete()
        assert database.generation() == 0
        for number in (1, 2):
            Generation.objects.bump()
            assert database.generation() == number == Generation.objects.current()

    def test_is_opened_again_if_its_connection_has_broken(self, database: SharedConnection) -> None:
        Generation.objects.bump()
        number = database.generation()
        raw = database.open().connection
        raw.close()
        assert database.generation() == number
        assert database.open().connection is not raw
