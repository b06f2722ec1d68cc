from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from accounts.throttling import client_address, throttled
from tests.factories import UserFactory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def request(method: str = "GET", *, user: Any = None, **meta: str) -> HttpRequest:
    made = RequestFactory().generic(method, "/", **meta)
    if user is not None:
        made.user = user
    return made


class TestClientAddress:
    def test_is_the_one_that_connects(self) -> None:
        assert client_address(request(REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"

    def test_is_nobodys_to_invent(self) -> None:
        asked = request(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9")
        assert client_address(asked) == "192.0.2.1"

    @pytest.mark.parametrize(
        ("proxies", "address"),
        [(1, "192.0.2.3"), (2, "192.0.2.2"), (3, "192.0.2.1"), (4, "127.0.0.1")],
    )
    def test_behind_front_servers_is_the_one_that_the_outermost_met(
        self, settings: Settings, proxies: int, address: str
    ) -> None:
        settings.TRUSTED_PROXIES = proxies
        asked = request(
            REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1,192.0.2.2 , 192.0.2.3"
        )
        assert client_address(asked) == address

    @pytest.mark.parametrize(
        ("written", "address"),
        [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ],
    )
    def test_of_ipv6_is_its_network(self, written: str, address: str) -> None:
        assert client_address(request(REMOTE_ADDR=written)) == address

    @pytest.mark.parametrize("written", ["", "unix:", "192.0.2.1:443", "<script>"])
    def test_may_be_unknown(self, written: str) -> None:
        assert client_address(request(REMOTE_ADDR=written)) is None


def view(asked: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse("the answer")


class TestThrottled:
    @pytest.fixture(autouse=True)
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(NOON + timedelta(seconds=10), tick=False) as clock:
            yield clock

    def statuses(self, guarded: Any, *requests: HttpRequest) -> list[int]:
        return [guarded(asked).status_code for asked in requests]

    def test_lets_so_many_through(self) -> None:
        guarded = throttled("name", requests=2, seconds=60)(view)
        assert self.statuses(guarded, *[request()] * 4) == [200, 200, 429, 429]

    def test_hands_on_what_it_is_given(self) -> None:
        def echo(asked: HttpRequest, slug: str, *, key: str) -> HttpResponse:
            return HttpResponse(f"{slug} {key}")

        guarded = throttled("name", requests=1, seconds=60)(echo)
        assert guarded(request(), "a", key="b").content == b"a b"
        assert guarded.__name__ == "echo"

    def test_begins_anew_with_the_next_window(self, clock: time_machine.Traveller) -> None:
        guarded = throttled("name", requests=1, seconds=60)(view)
        assert self.statuses(guarded, request(), request()) == [200, 429]
        clock.shift(timedelta(seconds=50))
        assert self.statuses(guarded, request(), request()) == [200, 429]

    def test_counts_each_client_by_itself(self) -> None:
        guarded = throttled("name", requests=1, seconds=60)(view)
        one, other = request(REMOTE_ADDR="192.0.2.1"), request(REMOTE_ADDR="192.0.2.2")
        assert self.statuses(guarded, one, other, one) == [200, 200, 429]

    @pytest.mark.django_db
    def test_counts_an_account_wherever_it_is(self) -> None:
        guarded = throttled("name", requests=1, seconds=60)(view)
        ann, eve = UserFactory(), UserFactory()
        here = request(user=ann, REMOTE_ADDR="192.0.2.1")
        there = request(user=ann, REMOTE_ADDR="192.0.2.2")
        assert self.statuses(guarded, here, there) == [200, 429]
        assert self.statuses(guarded, request(user=eve, REMOTE_ADDR="192.0.2.1")) == [200]

    def test_counts_the_client_of_whoever_has_none(self) -> None:
        guarded = throttled("name", requests=1, seconds=60)(view)
        nobody = AnonymousUser()
        assert self.statuses(guarded, request(user=nobody), request()) == [200, 429]

    def test_counts_together_what_has_one_name(self) -> None:
        first = throttled("name", requests=1, seconds=60)(view)
        second = throttled("name", requests=1, seconds=60)(view)
        other = throttled("other name", requests=1, seconds=60)(view)
        assert [guarded(request()).status_code for guarded in (first, second, other)] == [
            200,
            429,
            200,
        ]

    def test_counts_the_methods_that_it_is_told(self) -> None:
        guarded = throttled("name", requests=1, seconds=60, methods=("POST",))(view)
        methods = ["GET", "GET", "POST", "POST", "GET"]
        asked = [request(method) for method in methods]
        assert self.statuses(guarded, *asked) == [200, 200, 200, 429, 200]

    def test_brakes_nobody_when_the_cache_is_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        guarded = throttled("name", requests=1, seconds=60)(view)
        monkeypatch.setattr(cache, "add", lambda *arguments: False)
        assert self.statuses(guarded, request(), request()) == [200, 200]


class TestTooMany:
    @pytest.fixture
    def guarded(self) -> Iterator[Any]:
        with time_machine.travel(NOON + timedelta(seconds=10), tick=False):
            guarded = throttled("name", requests=0, seconds=300)(view)
            yield guarded

    def test_says_when_to_come_back(self, guarded: Any) -> None:
        response = guarded(request())
        assert response.status_code == 429
        assert response["Retry-After"] == "290"
        assert response["Cache-Control"] == "no-store"

    def test_is_a_sentence_to_a_script(self, guarded: Any) -> None:
        response = guarded(request(HTTP_ACCEPT="*/*"))
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode() == (
            "That was too often in too short a time. Please try again in 5 minutes."
        )

    def test_is_a_page_to_a_browser(self, guarded: Any) -> None:
        response = guarded(request(HTTP_ACCEPT="text/html,*/*"))
        assert response.status_code == 429
        assert response["Retry-After"] == "290"
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert "Please try again in 5 minutes." in response.content.decode()

    def test_counts_a_minute_in_the_singular(self) -> None:
        with time_machine.travel(NOON, tick=False), translation.override("en"):
            response = throttled("name", requests=0, seconds=60)(view)(request())
        assert response.content.decode().endswith("Please try again in a minute.")
