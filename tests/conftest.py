import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import expect
from pytest_django import Settings

from config.garbage_collection import configure_garbage_collection

# As the server does; it is a sixth of the suite's time.
configure_garbage_collection()

# "ci" tries the same examples every time, so that a red run means a change; "soak" goes looking.
hypothesis_settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.register_profile(
    "soak",
    parent=hypothesis_settings.get_profile("ci"),
    derandomize=False,
    max_examples=10_000,
)
# A machine may be busy; what is there at once costs no time.
expect.set_options(timeout=20_000)

hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    """Each test has an image library of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()
