from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from accounts.throttling import client_address, throttled
from tests.factories import UserFactory

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def request(method: str = "GET", *, user: Any = None, **meta: str) -> HttpRequest:
    made = RequestFactory().generic(method, "/", **meta)
    if user is not None:
        made.user = user
    return made


class TestClientAddress:
    def test_is_the_address_of_the_connection(self) -> None:
        assert client_address(request(REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"

    def test_x_forwarded_for_is_ignored_by_default(self) -> None:
        request_ = request(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9")
        assert client_address(request_) == "192.0.2.1"

    @pytest.mark.parametrize(
        ("proxies", "address"),
        [(1, "192.0.2.3"), (2, "192.0.2.2"), (3, "192.0.2.1"), (4, "127.0.0.1")],
    )
    def test_is_the_entry_of_the_outermost_trusted_proxy(
        self, settings: Settings, proxies: int, address: str
    ) -> None:
        settings.TRUSTED_PROXIES = proxies
        request_ = request(
            REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1,192.0.2.2 , 192.0.2.3"
        )
        assert client_address(request_) == address

    @pytest.mark.parametrize(
        ("written", "address"),
        [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ],
    )
    def test_ipv6_is_reduced_to_its_network(self, written: str, address: str) -> None:
        assert client_address(request(REMOTE_ADDR=written)) == address

    @pytest.mark.parametrize("written", ["", "unix:", "192.0.2.1:443", "<script>"])
    def test_is_none_for_an_invalid_address(self, written: str) -> None:
        assert client_address(request(REMOTE_ADDR=written)) is None


def view(request_: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse("the answer")


@pytest.mark.django_db
class TestThrottled:
    @pytest.fixture(autouse=True)
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(NOON + timedelta(seconds=10), tick=False) as clock:
            yield clock

    def statuses(self, limited: Any, *requests: HttpRequest) -> list[int]:
        return [limited(request_).status_code for request_ in requests]

    def test_refuses_requests_over_the_limit(self) -> None:
        limited = throttled("name", requests=2, seconds=60)(view)
        assert self.statuses(limited, *[request()] * 4) == [200, 200, 429, 429]

    def test_passes_arguments_to_the_view(self) -> None:
        def echo(request_: HttpRequest, slug: str, *, key: str) -> HttpResponse:
            return HttpResponse(f"{slug} {key}")

        limited = throttled("name", requests=1, seconds=60)(echo)
        assert limited(request(), "a", key="b").content == b"a b"
        assert limited.__name__ == "echo"

    def test_the_next_window_starts_at_zero(self, clock: time_machine.Traveller) -> None:
        limited = throttled("name", requests=1, seconds=60)(view)
        assert self.statuses(limited, request(), request()) == [200, 429]
        clock.shift(timedelta(seconds=50))
        assert self.statuses(limited, request(), request()) == [200, 429]

    def test_counts_each_address_separately(self) -> None:
        limited = throttled("name", requests=1, seconds=60)(view)
        one, other = request(REMOTE_ADDR="192.0.2.1"), request(REMOTE_ADDR="192.0.2.2")
        assert self.statuses(limited, one, other, one) == [200, 200, 429]

    def test_counts_an_account_at_all_addresses_together(self) -> None:
        limited = throttled("name", requests=1, seconds=60)(view)
        ann, eve = UserFactory(), UserFactory()
        here = request(user=ann, REMOTE_ADDR="192.0.2.1")
        there = request(user=ann, REMOTE_ADDR="192.0.2.2")
        assert self.statuses(limited, here, there) == [200, 429]
        assert self.statuses(limited, request(user=eve, REMOTE_ADDR="192.0.2.1")) == [200]

    def test_counts_the_address_without_an_account(self) -> None:
        limited = throttled("name", requests=1, seconds=60)(view)
        nobody = AnonymousUser()
        assert self.statuses(limited, request(user=nobody), request()) == [200, 429]

    def test_views_with_the_same_name_share_a_count(self) -> None:
        first = throttled("name", requests=1, seconds=60)(view)
        second = throttled("name", requests=1, seconds=60)(view)
        other = throttled("other name", requests=1, seconds=60)(view)
        assert [limited(request()).status_code for limited in (first, second, other)] == [
            200,
            429,
            200,
        ]

    def test_counts_only_the_given_methods(self) -> None:
        limited = throttled("name", requests=1, seconds=60, methods=("POST",))(view)
        methods = ["GET", "GET", "POST", "POST", "GET"]
        request_ = [request(method) for method in methods]
        assert self.statuses(limited, *request_) == [200, 200, 200, 429, 200]


@pytest.mark.django_db
class TestTooManyRequests:
    @pytest.fixture
    def limited(self) -> Iterator[Any]:
        with time_machine.travel(NOON + timedelta(seconds=10), tick=False):
            limited = throttled("name", requests=0, seconds=300)(view)
            yield limited

    def test_has_retry_after(self, limited: Any) -> None:
        response = limited(request())
        assert response.status_code == 429
        assert response["Retry-After"] == "290"
        assert response["Cache-Control"] == "no-store"

    def test_is_plain_text_for_a_script(self, limited: Any) -> None:
        response = limited(request(HTTP_ACCEPT="*/*"))
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode() == (
            "Too many requests came from your connection in a short time. Please try again in 5 "
            "minutes."
        )

    def test_is_a_page_for_a_browser(self, limited: Any) -> None:
        response = limited(request(HTTP_ACCEPT="text/html,*/*"))
        assert response.status_code == 429
        assert response["Retry-After"] == "290"
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert "Please try again in 5 minutes." in response.content.decode()

    def test_one_minute_is_singular(self) -> None:
        with time_machine.travel(NOON, tick=False), translation.override("en"):
            response = throttled("name", requests=0, seconds=60)(view)(request())
        assert response.content.decode().endswith("Please try again in a minute.")
