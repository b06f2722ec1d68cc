"""A review, two editors, and what their browsers send."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.roles import Role
from reviews.models import Review
from tests.factories import FullReviewFactory
from tests.roles import account, signed_in


@pytest.fixture(scope="module")
def review(module_db: Path) -> Review:
    return FullReviewFactory(headline="Ballet")


@pytest.fixture(scope="module")
def ann(module_db: Path) -> User:
    return account(Role.EDITOR, first_name="Ann", last_name="Alpha")


@pytest.fixture(scope="module")
def ben(module_db: Path) -> User:
    return account(Role.CHIEF, first_name="Ben", last_name="Beta")


@pytest.fixture
def desk(ann: User) -> Client:
    return signed_in(ann)
