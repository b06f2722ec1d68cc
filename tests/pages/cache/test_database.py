"""The connection to SQLite by which the page cache reads the generation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from config.environment import sqlite
from pages.cache.database import CHECK_SECONDS, SQLiteConnection


def site(file: Path, generation: int) -> BaseDatabaseWrapper:
    """Django's connection to a new database ``file`` of a site with this ``generation``."""
    database = ConnectionHandler({"default": sqlite(file, lock_seconds=0)})["default"]
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE editions_generation (id INTEGER, number INTEGER)")
        cursor.execute("INSERT INTO editions_generation VALUES (1, %s)", [generation])
    return database


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    with django_db_blocker.unblock():
        yield tmp_path / "site.sqlite3"


@pytest.fixture
def database(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SQLiteConnection]:
    own = site(file, 5)
    monkeypatch.setattr("pages.cache.database.connection", own)
    connection = SQLiteConnection()
    yield connection
    connection.close()
    own.close()


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets so many seconds pass."""
    now = 1000.0
    monkeypatch.setattr("pages.cache.database.time.monotonic", lambda: now)

    def passed(seconds: float) -> None:
        nonlocal now
        now += seconds

    return passed


def test_is_kept(database: SQLiteConnection, wait: Any) -> None:
    """Opening another one takes a millisecond, and closing the old one fragments the memory."""
    opened = database.open().connection
    for _time in range(3):
        wait(CHECK_SECONDS + 1)
        assert database.generation() == 5
        assert database.open().connection is opened


def test_follows_a_file_that_takes_the_place_of_the_database(
    database: SQLiteConnection, file: Path, wait: Any
) -> None:
    assert database.generation() == 5
    restored = file.with_name("restored.sqlite3")
    site(restored, 9).close()
    restored.replace(file)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink()
    wait(CHECK_SECONDS + 1)
    assert database.generation() == 9


def test_is_opened_again_after_an_error(database: SQLiteConnection) -> None:
    assert database.generation() == 5
    database.open().connection.close()
    assert database.generation() == 5
