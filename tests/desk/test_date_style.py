"""Moments that have passed look the same on all pages of the desk, and so do those to come."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from accounts.roles import Role
from desk.comments.models import Comment
from desk.date_style import day_and_time
from editions.history import Kind
from editions.history_models import ReviewEvent
from editions.models import Edition
from editions.publishing import publish
from editions.share_links import make_share_link
from reviews.models import Review
from tests.factories import VerdictFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context

PASSED = datetime(2026, 4, 4, 17, 5, 30, 77, tzinfo=UTC)
TO_COME = datetime(2099, 5, 1, 12, tzinfo=UTC)


def test_weekday_and_time_zone_are_said_of_what_is_to_come(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Vienna"
    assert day_and_time(PASSED) == "4 April 2026, 19:05"
    assert day_and_time(TO_COME) == "Friday, 1 May 2099, 14:00 Vienna"
    with override("de"):
        assert day_and_time(PASSED) == "4. April 2026, 19:05"


@pytest.fixture
def review() -> Review:
    found: Review = VerdictFactory(review__stage=Review.Stage.SUBMITTED).review
    publish(review=found)
    publish(review=found, live_from=TO_COME)
    Edition.objects.filter(number=1).update(first_live_from=PASSED, live_from=PASSED)
    ReviewEvent.objects.create(review=found, kind=Kind.SUBMITTED)
    ReviewEvent.objects.update(at=PASSED)
    Comment.objects.create(review=found, text="a", at=PASSED)
    return found


@pytest.mark.django_db
def test_pages_write_moments_alike(review: Review) -> None:
    desk: Client = signed_in(account(Role.CHIEF))
    link, _token = make_share_link(review=review, by=None, days=1, recipient="")
    type(link).objects.update(made_at=PASSED, expires_at=TO_COME)
    passed, to_come = "4 April 2026, 17:05", "Friday, 1 May 2099, 12:00 UTC"
    address = f"/admin/reviews/review/{review.pk}"

    panels = {panel.key: panel.rows[0] for panel in page_context(desk, "/admin/")["panels"]}
    assert panels["submitted"].detail.endswith(f" · since {passed}")
    assert panels["published"].detail.endswith(f" · {passed}")
    assert panels["scheduled"].detail.endswith(f" · {to_come}")
    history: Any = page_context(desk, f"{address}/history/")
    assert {line["when"] for line in history["lines"]} == {passed}
    assert {line["moment"] for line in history["lines"]} >= {to_come}
    assert [(each["begins"], each["ends"]) for each in history["editions"]] == [
        (to_come, ""),
        (passed, to_come),
    ]
    state = page_context(desk, f"{address}/state/edition-1/")
    assert state["title"] == f"Edition 1, from {passed}"
    comments = page_context(desk, f"{address}/comments/")
    assert [said["when"] for said in comments["general"][0].said] == [passed]
    links = page_context(desk, f"{address}/share/")["links"]
    assert [times for _link, *times in links] == [[passed, to_come]]
    assert f"valid until {to_come}" in desk.get(f"{address}/share/").text
