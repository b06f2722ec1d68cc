from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.processes.server import Site, running_site


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_database: Path | None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Site]:
    """A site with two workers and the superuser vera, shared by the tests of this directory.

    The limits are for each address, so a test that logs in has a `Browser` with its own.
    """
    folder = tmp_path_factory.mktemp("site")
    # Who waits for a lock waits until the test releases it.
    settings = {"TRUSTED_PROXIES": "1", "DATABASE_LOCK_SECONDS": "60"}
    served = running_site(folder, migrated_database, **settings)
    with django_db_blocker.unblock(), served as site:
        site.shell(
            "from django.contrib.auth.models import User;"
            "User.objects.create_superuser('vera', password='a-long-password')"
        )
        yield site
