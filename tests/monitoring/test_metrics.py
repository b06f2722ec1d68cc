"""The metrics count what was answered, by view and status, and say where the site stands."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import RequestFactory
from django.urls import resolve
from prometheus_client import CollectorRegistry, generate_latest
from pytest_django.fixtures import Settings

from monitoring.metrics import FROM_CACHE, NO_VIEW, VIEW, Metrics, ViewNameMiddleware, with_metrics
from monitoring.state import SiteState
from tests.factories import DeliveryFactory, EditionFactory


@pytest.fixture(scope="module")
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def answer(status: str, *views: str) -> Callable[..., list[bytes]]:
    """An application that answers with ``status`` after ``views`` were asked."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ[VIEW].extend(views)
        start_response(status, [])
        return [b""]

    return application


class TestRequests:
    def test_are_counted_by_view_and_status(self, registry: CollectorRegistry) -> None:
        def failing(environ: Any, start_response: Any) -> list[bytes]:
            raise RuntimeError

        metrics = Metrics(answer("200 OK"), registry)
        for application in (
            answer("200 OK"),
            answer("200 OK", NO_VIEW, "pages:home"),
            answer("404 Not Found", NO_VIEW),
        ):
            metrics.application = application
            metrics({}, lambda *_: None)
        metrics.application = failing
        with pytest.raises(RuntimeError):
            metrics({}, lambda *_: None)
        for view, status in {
            FROM_CACHE: "200",
            "pages:home": "200",
            NO_VIEW: "404",
        }.items():
            labels = {"view": view, "status": status}
            assert registry.get_sample_value("curtain_requests_total", labels) == 1
            timed = registry.get_sample_value("curtain_request_seconds_count", {"view": view})
            assert timed
        failed = {"view": FROM_CACHE, "status": "500"}
        assert registry.get_sample_value("curtain_requests_total", failed) == 1

    def test_the_view_is_named_without_its_arguments(self) -> None:
        request = RequestFactory().get("/films/heat/", **{VIEW: []})
        request.resolver_match = resolve("/films/heat/")
        middleware = ViewNameMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
        middleware(request)
        middleware.process_view(request)
        assert request.META[VIEW] == [NO_VIEW, "pages:film"]

    def test_nothing_is_counted_without_a_folder(self) -> None:
        application = answer("200 OK")
        assert with_metrics(application) is application

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path, settings: Settings) -> None:
        (tmp_path / "file").touch()
        settings.METRICS_DIR = tmp_path / "file" / "metrics"
        with pytest.raises(ImproperlyConfigured, match="METRICS_DIR cannot be made"):
            with_metrics(answer("200 OK"))


class TestState:
    @pytest.fixture(autouse=True)
    def _connection_stays_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The transaction of the test is on it."""
        monkeypatch.setattr("monitoring.state.connection.close", lambda: None)

    @pytest.mark.django_db
    def test_is_read_from_the_database(self, django_assert_num_queries: Any) -> None:
        edition = EditionFactory()
        DeliveryFactory(edition=edition)
        registry = CollectorRegistry()
        registry.register(SiteState())
        with django_assert_num_queries(6):
            text = generate_latest(registry).decode()
        assert "curtain_database_up 1.0" in text
        assert "curtain_live_reviews 1.0" in text
        assert 'curtain_messages{status="pending"} 1.0' in text

    def test_a_database_that_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> Iterator[Any]:
            raise DatabaseError("password of curtain")
            yield

        monkeypatch.setattr("monitoring.state._of_database", away)
        registry = CollectorRegistry()
        registry.register(SiteState())
        text = generate_latest(registry).decode()
        assert "curtain_database_up 0.0" in text
        assert "password" not in text


class TestCommand:
    def test_says_what_to_set(self) -> None:
        with pytest.raises(CommandError, match="METRICS_DIR is not set"):
            call_command("serve_metrics")

    def test_a_port_that_is_none(self, tmp_path: Path, settings: Settings) -> None:
        settings.METRICS_DIR = tmp_path
        with pytest.raises(CommandError, match="not available"):
            call_command("serve_metrics", port=99_999)
