import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

from config import environment
from config.garbage_collection import configure_garbage_collection
from images import decoding
from images.late_renditions import RenditionMaker
from images.transcoding import RENDITION_OPTIONS, transcode
from outreach.after_publishing import Teller
from tests import leak_check, search_index, template_contexts

OWN_MEDIA = Path(django_settings.MEDIA_ROOT)
IN_BUCKET = "TEST_STORAGE_URL" in os.environ

template_contexts.collect()

# As in the server. With Python's own thresholds the tests take longer.
configure_garbage_collection()

# No test depends on the quality of pictures.
RENDITION_OPTIONS["AVIF"]["speed"] = 10
RENDITION_OPTIONS["WEBP"]["method"] = 0
# Tests do not need to survive a power failure. tests/images/test_file_storage.py looks at
# the calls.
os.fsync = lambda _number: None
# A process for each picture would cost more than the picture. tests/images/test_transcoder.py has
# the processes.
decoding.transcode_apart = transcode
# Some tests load the WSGI application. tests/images/test_late_renditions.py and
# tests/outreach/test_after_publishing.py have the threads.
RenditionMaker.start_server = lambda self: None  # type: ignore[method-assign]
Teller.start_server = lambda self: None  # type: ignore[method-assign]

# "ci" always tries the same examples, so that it fails only after a change. "soak" tries new ones.
hypothesis_settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=27,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.register_profile(
    "soak",
    parent=hypothesis_settings.get_profile("ci"),
    derandomize=False,
    max_examples=10_000,
)
# Longer than Playwright's default of 5 seconds, because the machine may be busy.
expect.set_options(timeout=20_000)

hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that take long, and those of another database."""
    unwanted = [] if os.environ.get("SOAK") else ["soak"]
    if connection.vendor != "sqlite":
        unwanted.append("sqlite")
    left_out = [item for item in items if any(map(item.get_closest_marker, unwanted))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Leave out the test files, too: each full collection would look through them."""
    configure_garbage_collection()


def pytest_runtest_setup(item: pytest.Item) -> None:
    search_index.turn_on(item.get_closest_marker("search_index") is not None)
    leak_check.turn_on(item.get_closest_marker("leak_check") is not None)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """pytest-django takes the database of `django_db_modify_db_settings`. Its directory is removed
    after the tests."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL does not delete a database to which the thread of a test is still connected."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def migrated_database(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """An SQLite database on which all migrations have run. Tests copy it. None on PostgreSQL.

    The migrations take seven seconds of processor time, so one worker runs them for all.
    """
    if connection.vendor != "sqlite":
        return None
    directory = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        directory = directory.parent  # All workers share it.
    migrated = directory / "migrated.sqlite3"
    with (directory / "migrated.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not migrated.exists():
            _migrate(migrated)
    return migrated


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated_database: Path | None
) -> None:
    """Django finds the database of the tests already migrated."""
    if migrated_database:
        shutil.copyfile(migrated_database, connection.settings_dict["TEST"]["NAME"])


def _migrate(database: Path) -> None:
    """Create the file ``database`` with the tables and rows of all migrations."""
    usual = connection.settings_dict["NAME"]
    unfinished = database.with_suffix(".unfinished")
    connection.settings_dict["NAME"] = unfinished
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    connection.close()  # Also moves the rows from the write-ahead log into the file.
    connection.settings_dict["NAME"] = usual
    unfinished.rename(database)


@pytest.fixture(scope="module")
def module_db(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Database access for fixtures of a module. All tests of the module share their rows.

    The rows of a test are rolled back after the test, those of the module after its last test.
    Yields the directory with the pictures of the module.

    A test that changes a model instance of the module must work on a copy (`copy.deepcopy`).
    """
    with _shared_rows(django_db_blocker, tmp_path_factory) as media:
        yield media


@pytest.fixture(scope="class")
def class_db(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Like `module_db`, for a class: the other tests of its module do not see its rows."""
    with _shared_rows(django_db_blocker, tmp_path_factory) as media:
        yield media


@contextmanager
def _shared_rows(
    blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    media = tmp_path_factory.mktemp("media")
    with blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield media
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _without_servers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests marked `on_disk` or `own_cache` get a disk or a cache of the process, although the rest
    of the suite runs on servers."""
    usual: dict[str, Any] = {}
    if IN_BUCKET and request.node.get_closest_marker("on_disk"):
        disk = environment.storage("UNSET")
        usual["STORAGES"] = django_settings.STORAGES | {"default": disk}
    if django_settings.CACHE_IS_SHARED and request.node.get_closest_marker("own_cache"):
        usual |= {"CACHES": {"default": environment.cache("UNSET")}, "CACHE_IS_SHARED": False}
    with override_settings(**usual) if usual else nullcontext():
        yield


@pytest.fixture(autouse=True)
def _own_media(request: pytest.FixtureRequest, _without_servers: None) -> Iterator[None]:
    """Each test has an image library of its own, or that of its class's or module's rows."""
    for shared in ("class_db", "module_db"):
        if shared in request.fixturenames:
            with _media_root(request.getfixturevalue(shared)):
                yield
            return
    with _media_root(OWN_MEDIA):
        yield
        if hasattr(default_storage, "empty"):  # tests/own_bucket.py
            default_storage.empty()
    if OWN_MEDIA.exists():
        shutil.rmtree(OWN_MEDIA)


@contextmanager
def _media_root(directory: Path) -> Iterator[None]:
    """Changes the setting only if it must: Django's receivers of changed settings take a while."""
    if Path(django_settings.MEDIA_ROOT) == directory:
        yield
        return
    with override_settings(MEDIA_ROOT=directory):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def open_connection() -> Iterator[None]:
    """Requests to a WSGI application leave the connection open, as those of Django's test client.

    It has the rows of the test.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
