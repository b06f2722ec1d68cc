"""Fixtures of browser tests: Chromium, the database that the server reads, and a site in it.

Tests take `page` (from pytest-playwright) and `live_server` (from pytest-django). Each is marked
`e2e`. It fails if the page logs or throws an error. A breach of the Content-Security-Policy is such
an error.

The rows of a test are deleted after it. Rows that many tests share are created once: a fixture
returns ``planted(function)``.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection
from playwright.sync_api import ConsoleMessage, Page
from pytest_django import DjangoDbBlocker, Settings

from tests.e2e.example_site import create_example_site
from tests.e2e.snapshots import Snapshots

# Playwright's synchronous interface runs an event loop, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent

T = TypeVar("T")
Planted = Callable[[Callable[[], T]], T]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.search_index)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    executable = next((path for path in map(shutil.which, names) if path), None)
    assert executable, "Browser tests need Chromium (Debian: apt install chromium-headless-shell)."
    return browser_type_launch_args | {
        "executable_path": executable,
        "args": [
            # Chromium's sandbox refuses root, which CI is; it visits nothing but the live server.
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def snapshots(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Snapshots:
    if connection.vendor != "sqlite":
        pytest.skip("Browser tests run on SQLite.")
    with django_db_blocker.unblock():
        return Snapshots(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def transactional_db(snapshots: Snapshots, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's fixture, which flushes every table. `live_server` asks for it."""
    with django_db_blocker.unblock():
        yield
        snapshots.empty()


@pytest.fixture
def planted(transactional_db: None, snapshots: Snapshots, settings: Settings) -> Planted[Any]:
    """Fills the empty database by calling a function, or by restoring a copy of an earlier call."""

    def plant(function: Callable[[], T]) -> T:
        result: T = snapshots.plant(function, Path(settings.MEDIA_ROOT))
        return result

    return plant


@pytest.fixture
def page_errors(page: Page) -> list[str]:
    """The errors that the page has logged or thrown so far. A test that expects some clears it."""
    errors: list[str] = []

    def log(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", log)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


@pytest.fixture(autouse=True)
def _no_page_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    if "page" not in request.fixturenames:
        yield
        return
    errors = request.getfixturevalue("page_errors")
    yield
    assert errors == []


REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  report(`${event.violatedDirective}: ${event.blockedURI} in ${event.sourceFile}`));
"""


@pytest.fixture
def violated(page: Page) -> list[str]:
    """The breaches of the Content-Security-Policy so far, in any window of the page's context."""
    reports: list[str] = []
    page.context.expose_function("report", lambda report: reports.append(report))
    page.context.add_init_script(REPORT_VIOLATIONS)
    return reports


@pytest.fixture
def example_site(planted: Planted[list[str]]) -> list[str]:
    """A site with every kind of page. Returns the paths of its pages."""
    return planted(create_example_site)
