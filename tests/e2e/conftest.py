"""What a browser test needs: Chromium (its headless shell first), and a page that reports errors.

Tests take `page` (from pytest-playwright) and `live_server` (from pytest-django). Each is marked
`e2e`, and fails if the page logged an error or threw one.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.e2e.house import furnish

# Playwright's synchronous interface runs an event loop, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)


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


@pytest.fixture
def page_errors(page: Page) -> list[str]:
    """What the page has logged or thrown as errors so far. A test that means one clears it."""
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


@pytest.fixture
def house(transactional_db: None) -> list[str]:
    """Everything there is to see on the readers' pages, and where it is."""
    return furnish()
