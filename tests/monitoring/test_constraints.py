from typing import Any

import pytest

from monitoring.models import DayOfReview
from tests.constraints import Break, constraint_error
from tests.factories import DayOfReviewFactory

pytestmark = pytest.mark.both_databases


def day(**changes: Any) -> DayOfReview:
    first = DayOfReviewFactory()
    given = {"review": first.review, "day": "2026-06-01", "readers": 1, "views": 1}
    return DayOfReview(**given | changes)


BREAKS = [
    Break(
        "day_of_review_once",
        lambda: day(day="2026-05-31"),
        {"__all__": ["Day of a review with this Review and Day already exists."]},
    ),
    Break(
        "day_of_review_has_readers",
        lambda: day(readers=2),
        constraint_error("day_of_review_has_readers"),
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize("broken", BREAKS, ids=str)
def test_the_database_refuses(broken: Break) -> None:
    broken.check()
