"""The reviews of each module, and the fields of their forms. No test may change them."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reviews.models import Review
from tests.desk_forms import (
    address,
    form_of,
    opened,
)
from tests.factories import (
    AdminFactory,
    FullReviewFactory,
    ReviewFactory,
)
from tests.roles import signed_in
from tests.unrendered import page_context


@pytest.fixture(scope="module")
def root(module_db: Path) -> User:
    return AdminFactory(first_name="Ann", last_name="Root")


@pytest.fixture(scope="module")
def full(module_db: Path) -> Review:
    return FullReviewFactory(headline="Before")


@pytest.fixture(scope="module")
def full_page(root: User, full: Review) -> Any:
    """The context of the page of the full review."""
    return page_context(signed_in(root), address(full))


@pytest.fixture(scope="module")
def full_form(full_page: Any) -> dict[str, Any]:
    return form_of(full_page)


@pytest.fixture(scope="module")
def plain(module_db: Path) -> Review:
    """A review without items."""
    return ReviewFactory()


@pytest.fixture(scope="module")
def plain_form(root: User, plain: Review) -> dict[str, Any]:
    return opened(signed_in(root), plain)


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)
