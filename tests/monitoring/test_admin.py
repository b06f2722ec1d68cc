"""The list of readers by day."""

from datetime import date

import pytest

from tests.factories import AdminFactory, DayOfReviewFactory
from tests.roles import signed_in


@pytest.mark.django_db
def test_days_are_written_as_the_desk_writes_dates() -> None:
    row = DayOfReviewFactory(day=date(2026, 11, 23))
    desk = signed_in(AdminFactory())
    for page in ("", f"{row.pk}/change/"):
        assert "23 November 2026" in desk.get(f"/admin/monitoring/dayofreview/{page}").text
