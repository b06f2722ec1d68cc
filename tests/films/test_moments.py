"""Moments in the site's time zone: typed, in words, and read by the admin's script."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from films.moments import MomentField, in_words
from tests.roles import account, signed_in

NINE = datetime(2026, 12, 8, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _vienna(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Vienna"


@pytest.fixture(scope="module")
def critic(module_db: Path) -> User:
    return account(Role.CRITIC)


def refusal(*typed: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        MomentField().clean(list(typed))
    messages: list[str] = refused.value.messages
    return messages


def test_words_have_the_weekday_and_the_zone() -> None:
    assert in_words(NINE) == "Tuesday, 8 December 2026, 09:00 Vienna"
    with translation.override("de"):
        assert in_words(NINE).startswith("Dienstag, 8")


class TestField:
    @pytest.mark.parametrize("day", ["2026-12-08", "8 December 2026", "Dec 8, 2026"])
    def test_is_read_in_the_zone_of_the_site(self, day: str) -> None:
        assert MomentField().clean([day, "09:00"]) == NINE

    def test_german_points_mean_the_day_first(self) -> None:
        with translation.override("de"):
            assert MomentField().clean(["08.12.2026", "9:00"]) == NINE

    def test_shows_what_it_reads(self) -> None:
        field = MomentField()
        for moment in (NINE, NINE + timedelta(seconds=30), NINE + timedelta(microseconds=5)):
            typed = field.widget.decompress(moment)
            assert field.clean(typed) == moment
            assert not field.has_changed(moment, typed)
        assert field.widget.decompress(NINE) == ["2026-12-08", "09:00"]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            (("", "09:00"), "Enter the date, too."),
            (("2026-12-08", ""), "Enter the time, too."),
            (("2026-12", "09:00"), "Enter the day, too, such as 2026-12-01."),
            (("2026-12-08", "25:00"), "Enter a time from 00:00 to 23:59, such as 09:00."),
            (
                ("2027-03-28", "02:30"),
                (
                    "The clocks in Vienna are put forward on Sunday, 28 March 2027 and never show "
                    "02:30. Enter an earlier or a later time."
                ),
            ),
            (
                ("2027-10-31", "02:30"),
                (
                    "The clocks in Vienna are put back on Sunday, 31 October 2027, so they show "
                    "02:30 twice. Enter an earlier or a later time."
                ),
            ),
        ],
    )
    def test_refuses_what_is_no_moment(self, typed: tuple[str, str], sentence: str) -> None:
        assert refusal(*typed) == [sentence]

    def test_hours_beside_the_change_of_the_clocks_are_moments(self) -> None:
        before = MomentField().clean(["2027-03-28", "01:59"])
        after = MomentField().clean(["2027-03-28", "03:00"])
        assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(minutes=1)


@pytest.mark.django_db
class TestReading:
    def read(self, user: User, **query: str) -> dict[str, Any]:
        client: Client = signed_in(user)
        answer: dict[str, Any] = client.get(reverse("admin:films_film_date"), query).json()
        return answer

    def test_says_the_moment_in_words(self, critic: User) -> None:
        assert self.read(critic, kind="moment", date="8 Dec 2026", time="09:00") == {
            "words": "Tuesday, 8 December 2026, 09:00 Vienna",
            "typed": "2026-12-08",
            "day": "2026-12-08",
            "moment": "2026-12-08T09:00:00+01:00",
        }

    @pytest.mark.parametrize(
        ("date", "words"), [("1927", "1927"), ("3/1927", "March 1927"), ("", "")]
    )
    def test_says_a_known_date_as_far_as_it_is_known(
        self, critic: User, date: str, words: str
    ) -> None:
        assert self.read(critic, kind="known", date=date)["words"] == words

    def test_offers_both_readings(self, critic: User) -> None:
        answer = self.read(critic, kind="moment", date="08/12/2026", time="09:00")
        assert answer["choices"] == [
            {"words": "8 December 2026", "typed": "2026-12-08"},
            {"words": "12 August 2026", "typed": "2026-08-12"},
        ]
        assert "words" not in answer
