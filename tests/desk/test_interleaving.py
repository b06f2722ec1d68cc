"""Two editors change, save, publish and restore one review in any order, and no word is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviews.models import Review, Section
from tests.desk.interleaving import Editor, Log, autosaved_words, recorded_words
from tests.factories import AdminFactory, ReviewFactory, SectionFactory, VerdictFactory

pytestmark = pytest.mark.django_db

FEWER = settings.default.max_examples // 13

Step = tuple[int, str, int, int]

TYPING = ("type", "type", "type_there", "type_there", "add", "remove", "move")
SENDING = (
    "save",
    "save",
    "save",
    "save",
    "autosave",
    "publish",
    "restore",
    "resume",
    "put_back",
    "reopen",
)

steps = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from([*TYPING, *SENDING]),
        st.integers(0, 7),
        st.integers(0, 3),
    ),
    min_size=6,
    max_size=16,
)
"""Who does what, and two numbers that choose what they do it to."""


@pytest.fixture(scope="module")
def users(module_db: Path) -> list[User]:
    return [AdminFactory(), AdminFactory()]


@pytest.fixture(scope="module")
def review(module_db: Path) -> Review:
    """Can be published, and has few parts, because each costs time in every step."""
    review = ReviewFactory()
    SectionFactory(review=review, body="One.\n\nTwo.")
    placement = Section.Placement.FULL_STORY
    SectionFactory(review=review, placement=placement, curtain_label="End", body="One.\n\nTwo.")
    VerdictFactory(review=review)
    return review


def run(users: list[User], review: Review, steps: Sequence[Step]) -> None:
    """Take ``steps``, and check after each that every word that was sent is stored."""
    with transaction.atomic():
        log = Log()
        editors = [Editor(user, review, log) for user in users]
        for who, what, place, number in steps:
            getattr(editors[who], what)(place, number)
            if what in SENDING:
                recorded = recorded_words(review)
                assert log.saved - recorded == set(), "saved words are lost"
                assert log.autosaved - recorded - autosaved_words(review) == set()
        transaction.set_rollback(True)


BOTH_TYPE = [(0, "type", 2, 1), (1, "type_there", 2, 1), (0, "save", 0, 0)]
ONE_REMOVES = [(0, "type", 2, 1), (0, "save", 0, 0), (1, "remove", 0, 0)]


@settings(max_examples=FEWER)
@example([*BOTH_TYPE, (1, "save", 0, 1), (1, "publish", 0, 0), (0, "restore", 0, 0)])
@example([*ONE_REMOVES, (1, "save", 1, 1), (0, "put_back", 0, 0), (1, "publish", 0, 0)])
@given(steps=steps)
def test_every_word_that_was_sent_is_stored(
    users: list[User], review: Review, steps: list[Step]
) -> None:
    run(users, review, steps)
