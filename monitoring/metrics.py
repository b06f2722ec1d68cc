"""Counts and times the requests of all workers, for Prometheus.

Each worker adds to files in METRICS_DIR, which `manage.py serve_metrics` reads: no worker has to be
asked, and the counts of a worker that has ended are not lost.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

VIEW = "curtain.view"
"""The key in the WSGI environment of a list of names. The last one is the view that answers.

A list, because the page cache renders a page with another environment, which has the same list.
"""

FROM_CACHE = "page-cache"
NO_VIEW = "none"
"""Of a request that no view has answered: a static file, an unknown address, a refused host."""

SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""The upper bounds of the histogram's buckets."""


class ViewNameMiddleware:
    """Tells `Metrics` which view answers, by its name in the URLs and never by its arguments."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self._add(request, NO_VIEW)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        if match := request.resolver_match:
            self._add(request, match.view_name)

    def _add(self, request: HttpRequest, name: str) -> None:
        names = request.META.get(VIEW)
        if names is not None:
            names.append(name)


def with_metrics(application: Application) -> Application:
    """``application`` with its requests counted, unless METRICS_DIR is empty.

    Raises ImproperlyConfigured if that folder cannot be written.
    """
    if not settings.METRICS_DIR:
        return application
    try:
        settings.METRICS_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"METRICS_DIR cannot be made: {error.strerror}. Name a folder that the server may "
            "write, such as /run/curtain-metrics."
        ) from error
    if not os.access(settings.METRICS_DIR, os.W_OK):
        raise ImproperlyConfigured("METRICS_DIR cannot be written by the account of the server.")
    # The library decides where to store its numbers when it is imported.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
    return Metrics(application)


class Metrics:
    """The WSGI application around all others. A page from the page cache has the view
    `FROM_CACHE`."""

    def __init__(self, application: Application, registry: Any = None) -> None:
        from prometheus_client import REGISTRY, Counter, Histogram

        registry = registry or REGISTRY
        self.application = application
        self._requests = Counter(
            "curtain_requests",
            "Requests answered, by view and status.",
            ["view", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "curtain_request_seconds",
            "Seconds until the answer began, by view.",
            ["view"],
            buckets=SECONDS,
            registry=registry,
        )

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun = time.perf_counter()
        views = environ[VIEW] = [FROM_CACHE]
        # That of an answer which is never started, because the application has failed.
        status = "500"

        def start(line: str, *arguments: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, *arguments)

        try:
            return self.application(environ, start)
        finally:
            self._requests.labels(views[-1], status).inc()
            self._seconds.labels(views[-1]).observe(time.perf_counter() - begun)
