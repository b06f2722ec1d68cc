"""Fixtures of browser tests: Chromium, the database that the server reads, and a site in it.

Tests take `page` (from pytest-playwright) and `live_server` (from pytest-django). Each is marked
`e2e`. It fails if the page logs or throws an error. A breach of the Content-Security-Policy is such
an error.

The rows of a test are deleted after it. Rows that many tests share are created once: a fixture
returns ``planted(function)``.

All tests share one browser context, so that the browser keeps the site's static files. Cookies,
permissions, the local storage and databases are cleared after each test. Loading a page takes a
quarter of a second of processor time: a test checks all that belongs to one page in one state, and
writes into the local storage from `storage` instead of a page of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.example_site import create_example_site
from tests.e2e.snapshots import FlushedTables, Snapshots

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
            item.add_marker(pytest.mark.leak_check)


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
            # One process draws all pages: a process for each takes a tenth of a second to start.
            "--renderer-process-limit=1",
            # A page lives for a second, which is too short for optimised code to pay off. Without
            # the optimising compilers, a page that axe checks takes a sixth less time. With more
            # room before garbage is collected, it takes another twentieth less.
            "--js-flags=--no-maglev,--no-turbofan,--min-semi-space-size=32",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Pages do not move, which saves a third of the time of each curtain that opens."""
    return browser_context_args | {"reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def snapshots(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Snapshots | FlushedTables:
    if connection.vendor != "sqlite":
        return FlushedTables()
    with django_db_blocker.unblock():
        return Snapshots(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def transactional_db(
    snapshots: Snapshots | FlushedTables, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Replaces pytest-django's fixture, which flushes every table. `live_server` asks for it."""
    with django_db_blocker.unblock():
        yield
        snapshots.empty()


@pytest.fixture
def planted(
    transactional_db: None, snapshots: Snapshots | FlushedTables, settings: Settings
) -> Planted[Any]:
    """Fills the empty database by calling a function, or by restoring a copy of an earlier call."""

    def plant(function: Callable[[], T]) -> T:
        result: T = snapshots.plant(function, Path(settings.MEDIA_ROOT))
        return result

    return plant


@pytest.fixture(scope="session")
def shared_context(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    with browser.new_context(**browser_context_args) as context:
        yield context


@pytest.fixture(scope="session")
def storage(shared_context: BrowserContext, live_server: LiveServer) -> Page:
    """A page of the site that is always open, and shares the local storage of the test's page."""
    page = shared_context.new_page()
    page.goto(f"{live_server.url}/static/favicon.svg")
    return page


@pytest.fixture(scope="session")
def permanent_responses(live_server: LiveServer) -> list[str]:
    """The statuses of the responses that a browser keeps for good, whatever the server says later.

    A test clears it when it has cleared the browser's cache. Static files are kept for an hour:
    without that, a browser asks again for each file of a fresh clone.
    """
    statuses: list[str] = []
    server: Any = live_server.thread.httpd
    application = server.get_app()

    def kept(environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if status.startswith(("301", "308", "410")):
                statuses.append(status)
            if environ["PATH_INFO"].startswith("/static/"):
                headers = [*headers, ("Cache-Control", "max-age=3600")]
            return start_response(status, headers, *rest)

        return application(environ, start)

    server.set_app(kept)
    return statuses


DELETE_DATABASES = """
async () => {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((done) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = done;
    });
  }
}
"""


@pytest.fixture
def context(
    shared_context: BrowserContext, storage: Page, permanent_responses: list[str]
) -> Iterator[BrowserContext]:
    """The context of all tests, without what a test before has left in it.

    A new context for each test would load the site's fonts, stylesheets and scripts again. A test
    that cannot undo what it does to its context takes `new_context` from pytest-playwright.
    """
    yield shared_context
    for page in shared_context.pages:
        if page is not storage:
            page.close()
    storage.evaluate("localStorage.clear()")
    # The desk keeps texts there (static/admin_desk/autosave-store.js).
    storage.evaluate(DELETE_DATABASES)
    shared_context.clear_cookies()
    shared_context.clear_permissions()
    if permanent_responses:
        shared_context.new_cdp_session(storage).send("Network.clearBrowserCache")
        permanent_responses.clear()


@pytest.fixture(scope="session")
def context_without_javascript(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        yield context


@pytest.fixture
def page_without_javascript(context_without_javascript: BrowserContext) -> Iterator[Page]:
    page = context_without_javascript.new_page()
    yield page
    page.close()
    context_without_javascript.clear_cookies()


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


@pytest.fixture(scope="session")
def policy_reports(shared_context: BrowserContext) -> list[str]:
    reports: list[str] = []
    shared_context.expose_function("report", lambda report: reports.append(report))
    shared_context.add_init_script(REPORT_VIOLATIONS)
    return reports


@pytest.fixture
def violated(policy_reports: list[str]) -> list[str]:
    """The breaches of the Content-Security-Policy so far, in any window of the page's context."""
    policy_reports.clear()
    return policy_reports


@pytest.fixture
def example_site(planted: Planted[list[str]]) -> list[str]:
    """A site with every kind of page. Returns the paths of its pages."""
    return planted(create_example_site)
