import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from config.logs import JSONFormatter, RequestIdFilter, RequestIdMiddleware, SlowQueries


@pytest.fixture
def log() -> StringIO:
    """What a logger writes in JSON."""
    return StringIO()


@pytest.fixture
def logger(log: StringIO) -> Iterator[logging.Logger]:
    handler = logging.StreamHandler(log)
    handler.setFormatter(JSONFormatter())
    handler.addFilter(RequestIdFilter())
    logger = logging.getLogger(__name__)
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def logged_by_request(logger: logging.Logger, log: StringIO, given: str) -> str:
    """The request_id of a line that is logged while a request with X-Request-ID is answered."""

    def view(request: HttpRequest) -> HttpResponse:
        logger.warning("Here")
        return HttpResponse()

    RequestIdMiddleware(view)(RequestFactory().get("/", headers={"x-request-id": given}))
    return json.loads(log.getvalue())["request_id"]


class TestRequestId:
    def test_is_that_of_a_trusted_front_server(
        self, logger: logging.Logger, log: StringIO, settings: Settings
    ) -> None:
        settings.TRUSTED_PROXIES = 1
        assert logged_by_request(logger, log, "4f-front.server_1") == "4f-front.server_1"

    @pytest.mark.parametrize(
        ("proxies", "given"), [(0, "4f-front.server_1"), (1, "two\nlines"), (1, "short")]
    )
    def test_is_a_random_one_otherwise(
        self, logger: logging.Logger, log: StringIO, settings: Settings, proxies: int, given: str
    ) -> None:
        settings.TRUSTED_PROXIES = proxies
        assert len(logged_by_request(logger, log, given)) == 32

    def test_is_absent_outside_of_requests(self, logger: logging.Logger, log: StringIO) -> None:
        logger.warning("Started")
        assert json.loads(log.getvalue())["request_id"] == "-"


def test_a_record_is_one_line_of_json(logger: logging.Logger, log: StringIO) -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logger.error("Größe %s", 1, exc_info=sys.exc_info())
    (line,) = log.getvalue().splitlines()
    record = json.loads(line)
    assert record["message"] == "Größe 1"
    assert record["exception"].endswith("ValueError: two\nlines")


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "lines"), [(0, 1), (60, 0)])
def test_slow_queries_are_logged_without_their_values(
    caplog: pytest.LogCaptureFixture, seconds: int, lines: int
) -> None:
    with (
        connection.execute_wrapper(SlowQueries(seconds)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 WHERE 'x' = %s", ["the ending"])
    assert len(caplog.messages) == lines
    assert "the ending" not in caplog.text
