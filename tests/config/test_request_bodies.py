"""The body of a request that arrives slowly, read through Django."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count
from threading import Event
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import WSGIHandler
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from pytest_django import Settings

from config import request_bodies
from config.request_bodies import SlowBodyLimit


class Stalled(BytesIO):
    """Some bytes and then nothing, until the test is over."""

    def __init__(self, start: bytes, over: Event) -> None:
        super().__init__(start)
        self.over = over

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        if len(piece) < (size or 0):
            self.over.wait()
        return piece


@pytest.fixture
def over() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers with the length of the body, or as Django does if it cannot be read."""
    try:
        response = HttpResponse(str(len(WSGIRequest(environ).body)))
    except UnreadablePostError:
        response = HttpResponse(status=403)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return response


def ask(stream: BytesIO, length: str) -> tuple[str, bytes]:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/admin/login/",
        "CONTENT_LENGTH": length,
        "CONTENT_TYPE": "text/plain",
        "wsgi.input": stream,
    }
    started: list[str] = []
    body = b"".join(SlowBodyLimit(application)(environ, lambda *args: started.append(args[0])))
    (status,) = started
    return status, body


class TestSlowBodyLimit:
    @pytest.mark.parametrize("length", [1, 10, 300_000, 2_000_000])
    def test_passes_a_body_on(self, length: int) -> None:
        sent = BytesIO(b"x" * length + b"the next request")
        assert ask(sent, str(length)) == ("200 OK", str(length).encode())

    @pytest.mark.parametrize("length", ["", "0"])
    def test_reads_nothing_without_a_body(self, length: str) -> None:
        assert ask(BytesIO(b"x"), length) == ("200 OK", b"0")

    def test_ends_a_request_whose_body_does_not_arrive(
        self, settings: Settings, over: Event
    ) -> None:
        settings.BODY_WAIT_SECONDS = 0
        status, body = ask(Stalled(b"x" * 10, over), "11")
        assert (status, body) == ("408 Request Timeout", b"The request arrived too slowly.\n")

    @pytest.mark.parametrize(("seconds", "status"), [(5, "200 OK"), (9, "408 Request Timeout")])
    def test_gives_a_body_that_arrives_steadily_more_time(
        self, monkeypatch: pytest.MonkeyPatch, seconds: int, status: str
    ) -> None:
        """64 kB in five seconds are 13 kB a second, in nine seconds 7 kB."""
        now = count(step=seconds)
        monkeypatch.setattr(request_bodies, "monotonic", lambda: next(now))
        assert ask(BytesIO(b"x" * 1_000_000), "1000000")[0] == status

    def test_is_around_the_application_of_the_site(self) -> None:
        from config.wsgi import application as site

        assert isinstance(site, SlowBodyLimit)
        assert isinstance(site.application, WSGIHandler)
