"""The calendar of reviews, and planned dates."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.roles import Role
from desk import calendar_entries
from desk.calendar_entries import CalendarFilter
from editions.models import Edition
from editions.publishing import publish
from reviews.models import Review
from tests.desk_forms import address, errors_of, opened
from tests.factories import CriticFactory, FullReviewFactory, VerdictFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/review/"
LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def chief(module_db: Path) -> User:
    return account(Role.CHIEF)


@pytest.fixture
def desk(chief: User) -> Client:
    return signed_in(chief)


def named(headline: str, **fields: Any) -> Review:
    review: Review = VerdictFactory(review__headline=headline, **fields).review
    return review


class TestCalendar:
    def entries(self, client: Client, month: str = "2099-05") -> dict[date, list[tuple[str, str]]]:
        weeks = page_context(client, f"{LIST}calendar/", month=month)["weeks"]
        return {
            day.day: [(entry.kind, entry.title) for entry in day.entries]
            for week in weeks
            for day in week
            if day.entries
        }

    def test_shows_a_month_to_those_who_may_see_its_reviews(self, desk: Client) -> None:
        user = account(Role.CRITIC)
        critic = {"review__critic": CriticFactory(user=user)}
        mine = named("Mine", review__planned_for=date(2099, 5, 4), **critic)
        publish(review=mine, live_from=LATER)
        publish(review=named("Other"), live_from=LATER.replace(hour=9))
        named("Held", review__embargo_until=LATER.replace(day=31, hour=23))
        named("Elsewhere", review__planned_for=date(2099, 7, 1))
        first, fourth, last = (date(2099, 5, day) for day in (1, 4, 31))
        assert self.entries(signed_in(user)) == {
            first: [("scheduled", "Mine")],
            fourth: [("planned", "Mine")],
        }
        assert self.entries(desk) == {
            first: [("scheduled", "Other"), ("scheduled", "Mine")],
            fourth: [("planned", "Mine")],
            last: [("embargo", "Held")],
        }
        with CaptureQueriesContext(connection) as few:
            desk.get(f"{LIST}calendar/?month=2099-07")
        with CaptureQueriesContext(connection) as many:
            desk.get(f"{LIST}calendar/?month=2099-05")
        assert len(few) == len(many)

    def test_what_went_live_is_there_and_other_months_are_this_one(self, desk: Client) -> None:
        publish(review=named("Live"))
        for month in ("", "2026-13", "0001-01", "9999-12", "x"):
            (found,) = self.entries(desk, month).values()
            assert found == [("live", "Live")]

    @pytest.fixture
    def busy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """On 1 May, three editions go live, a review is planned and an embargo ends. On the next
        day another edition goes live."""
        monkeypatch.setattr(calendar_entries, "PER_DAY", 2)
        for hour, headline in enumerate(("First", "Second", "Third"), 9):
            publish(review=named(headline), live_from=LATER.replace(hour=hour))
        named("Planned", review__planned_for=date(2099, 5, 1))
        named("Held", review__embargo_until=LATER.replace(hour=8))
        publish(review=named("Next day"), live_from=LATER.replace(day=2))

    @pytest.mark.usefixtures("busy")
    def test_says_how_many_entries_of_a_day_it_leaves_out(self, desk: Client) -> None:
        assert self.entries(desk) == {
            date(2099, 5, 1): [("planned", "Planned"), ("embargo", "Held")],
            date(2099, 5, 2): [("scheduled", "Next day")],
        }
        weeks = page_context(desk, f"{LIST}calendar/", month="2099-05")["weeks"]
        left_out = {day.day: (day.left_out, day.url) for week in weeks for day in week}
        url = f"{LIST}?calendar=2099-05-01"
        assert left_out[date(2099, 5, 1)] == (3, url)
        assert {each for day, each in left_out.items() if each[0]} == {(3, url)}
        page = desk.get(f"{LIST}calendar/?month=2099-05").text
        assert page.count(" more: show all") == 1

    @pytest.mark.usefixtures("busy")
    def test_list_has_the_reviews_of_a_day(self, desk: Client) -> None:
        changes = page_context(desk, LIST, calendar="2099-05-01")["cl"]
        found = sorted(str(review) for review in changes.result_list)
        assert found == ["First", "Held", "Planned", "Second", "Third"]
        assert [
            [title for _day, title in each.lookup_choices]
            for each in changes.filter_specs
            if isinstance(each, CalendarFilter)
        ] == [["1 May 2099"]]
        page = page_context(desk, LIST)["cl"]
        assert not [each for each in page.filter_specs if isinstance(each, CalendarFilter)]
        for day in ("x", "0001-01-01", "9999-12-31"):
            assert page_context(desk, LIST, calendar=day)["cl"].result_count == 6

    def test_day_is_that_of_the_site(self, desk: Client, settings: Settings) -> None:
        """Not that of UTC, in which moments are stored."""
        settings.TIME_ZONE = "Europe/Vienna"
        publish(review=named("Early"), live_from=datetime(2099, 5, 1, 22, 30, tzinfo=UTC))
        assert self.entries(desk) == {date(2099, 5, 2): [("scheduled", "Early")]}
        for day, found in (("2099-05-01", []), ("2099-05-02", ["Early"])):
            rows = page_context(desk, LIST, calendar=day)["cl"].result_list
            assert [str(review) for review in rows] == found


def test_a_planned_date_publishes_nothing(desk: Client) -> None:
    review = FullReviewFactory(planned_for=date(2020, 1, 2))
    form = opened(desk, review)
    assert form["planned_for"] == "2020-01-02"
    for typed, day in (("2020-03-04", date(2020, 3, 4)), ("", None)):
        version = Review.objects.get(pk=review.pk).version
        sent = form | {"planned_for": typed, "version": version}
        assert errors_of(posted(desk, address(review), sent)) == {}
        assert Review.objects.get(pk=review.pk).planned_for == day
    assert Edition.objects.count() == 0
