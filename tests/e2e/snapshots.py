"""Copies of the test database, so that each browser test starts from one instead of a flush.

The browser asks from another connection, so a test's rows cannot be rolled back. Django would empty
every table after each test (0.1 s), and each test would write its rows anew (up to 1 s). Copying an
SQLite database takes 2 ms.
"""

import copy
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings


@dataclass(frozen=True, slots=True)
class Planted:
    database: sqlite3.Connection
    media: Path
    result: Any


class FlushedTables:
    """In the place of `Snapshots` on PostgreSQL, which copies no database that is in use."""

    def empty(self) -> None:
        for is_last in (False, False, True):
            try:
                call_command("flush", verbosity=0, interactive=False)
                return
            except CommandError:
                # The last request of a page may still be running. PostgreSQL lets one of the two
                # fail if they wait for each other.
                if is_last:
                    raise

    def plant(self, function: Callable[[], Any], media: Path) -> Any:
        """Fill the empty database and the directory ``media`` by calling ``function``."""
        with override_settings(MEDIA_ROOT=media):
            return function()


class Snapshots:
    """The empty database, and one for each function that has planted a site in it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._empty = _saved()
        self._planted: dict[Callable[[], Any], Planted] = {}

    def empty(self) -> None:
        """Restore the database as it was before the first browser test."""
        _restore(self._empty)

    def plant(self, function: Callable[[], Any], media: Path) -> Any:
        """Fill the database and the directory ``media`` as ``function`` fills empty ones.

        Returns what ``function`` returns. It is called once; each caller gets a copy.
        """
        if function not in self._planted:
            self._planted[function] = self._new(function)
        planted = self._planted[function]
        _restore(planted.database)
        shutil.copytree(planted.media, media, dirs_exist_ok=True, copy_function=os.link)
        return copy.deepcopy(planted.result)

    def _new(self, function: Callable[[], Any]) -> Planted:
        self.empty()
        media = Path(mkdtemp(dir=self._directory))
        with override_settings(MEDIA_ROOT=media):
            result = function()
        return Planted(database=_saved(), media=media, result=result)


def _saved() -> sqlite3.Connection:
    connection.ensure_connection()
    database = sqlite3.connect(":memory:")
    connection.connection.backup(database)
    return database


def _restore(database: sqlite3.Connection) -> None:
    connection.ensure_connection()
    database.backup(connection.connection)
