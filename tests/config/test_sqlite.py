import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from config.environment import sqlite
from config.sqlite.base import DatabaseWrapper, keep_open
from tests.faults import full_disk, read_only


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    with django_db_blocker.unblock():
        yield tmp_path / "a site?.sqlite3"


@pytest.fixture(autouse=True)
def command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process keeps nothing open, although other tests load the WSGI application."""
    monkeypatch.setattr(DatabaseWrapper, "kept_open", None)


@pytest.fixture
def server(command: None) -> None:
    keep_open()


def connected(file: Path) -> BaseDatabaseWrapper:
    return ConnectionHandler({"default": sqlite(file, lock_seconds=0)})["default"]


def execute(file: Path, *statements: str) -> list[tuple[int]]:
    """Run ``statements`` on a connection of their own, and return the rows of the last."""
    connection = connected(file)
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


CREATE = ("CREATE TABLE film (year INTEGER)", "INSERT INTO film VALUES (1927)")
READ = "SELECT year FROM film"


Fault = Callable[[Path], AbstractContextManager[None]]


def full(file: Path) -> AbstractContextManager[None]:
    return full_disk()


def without_permission(file: Path) -> AbstractContextManager[None]:
    return read_only(file.parent)


WRITTEN = {full: "disk I/O error", without_permission: "readonly database"}
"""What SQLite says to a write while the files of its log are open."""


@pytest.mark.parametrize("fault", [full, without_permission])
class TestDiskThatCannotBeWritten:
    def test_a_server_reads_what_was_written_last(
        self, server: None, file: Path, fault: Fault
    ) -> None:
        execute(file, *CREATE)
        with fault(file):
            assert execute(file, READ) == [(1927,)]
            with pytest.raises(OperationalError, match=WRITTEN[fault]):
                execute(file, "INSERT INTO film VALUES (1931)")
            assert execute(file, READ) == [(1927,)]
        assert execute(file, "INSERT INTO film VALUES (1931)", READ) == [(1927,), (1931,)]

    def test_a_process_that_starts_on_it_reads(self, file: Path, fault: Fault) -> None:
        execute(file, *CREATE)
        with fault(file):
            assert execute(file, READ) == [(1927,)]
            with pytest.raises(OperationalError, match="readonly database"):
                execute(file, "INSERT INTO film VALUES (1931)")
        assert execute(file, "INSERT INTO film VALUES (1931)", READ) == [(1927,), (1931,)]

    def test_rows_that_are_in_the_log_only_are_not_left_out(self, file: Path, fault: Fault) -> None:
        """The connection fails, instead of showing the database of before."""
        crashed = file.with_name("crashed.sqlite3")
        execute(file, *CREATE)
        connection = connected(file)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO film VALUES (1931)")
            for suffix in ("", "-wal"):
                shutil.copy(f"{file}{suffix}", f"{crashed}{suffix}")
        connection.close()
        with fault(file), pytest.raises(OperationalError):
            execute(crashed, READ)
        assert execute(crashed, READ) == [(1927,), (1931,)]

    def test_a_database_that_does_not_exist_is_not_made_up(self, file: Path, fault: Fault) -> None:
        with fault(file), pytest.raises(OperationalError):
            execute(file, READ)


class TestTheNextRequest:
    @pytest.fixture
    def connection(self, file: Path) -> Iterator[BaseDatabaseWrapper]:
        execute(file, *CREATE)
        connection = connected(file)
        yield connection
        connection.close()

    def read(self, connection: BaseDatabaseWrapper) -> list[tuple[int]]:
        with connection.cursor() as cursor:
            return cursor.execute(READ).fetchall()  # type: ignore[no-any-return, union-attr]

    def test_has_the_same_connection(self, connection: BaseDatabaseWrapper) -> None:
        self.read(connection)
        before = connection.connection
        connection.close_if_unusable_or_obsolete()
        assert self.read(connection) == [(1927,)]
        assert connection.connection is before

    def test_reads_a_backup_that_has_taken_the_place_of_the_file(
        self, connection: BaseDatabaseWrapper, file: Path
    ) -> None:
        backup = file.with_name("backup.sqlite3")
        execute(backup, CREATE[0], "INSERT INTO film VALUES (1931)")
        assert self.read(connection) == [(1927,)]
        backup.replace(file)
        connection.close_if_unusable_or_obsolete()
        assert self.read(connection) == [(1931,)]

    def test_writes_again_after_a_full_disk(
        self, connection: BaseDatabaseWrapper, file: Path
    ) -> None:
        with full_disk():
            assert self.read(connection) == [(1927,)]
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO film VALUES (1931)")
        assert self.read(connection) == [(1927,), (1931,)]

    def test_writes_again_after_a_read_only_disk(
        self, connection: BaseDatabaseWrapper, file: Path
    ) -> None:
        """The files of the log are there, as after a kill, so it is not opened as immutable."""
        other = connected(file)
        self.read(other)
        with read_only(file.parent):
            assert self.read(connection) == [(1927,)]
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO film VALUES (1931)")
        assert self.read(connection) == [(1927,), (1931,)]
        other.close()


class TestPowerFailure:
    def test_each_commit_is_written_to_the_disk(self, file: Path) -> None:
        assert execute(file, "PRAGMA synchronous") == [(2,)]  # FULL


class TestProcesses:
    def test_a_command_leaves_no_log_behind(self, file: Path) -> None:
        execute(file, *CREATE)
        assert [path.name for path in file.parent.iterdir()] == [file.name]
