"""What the lines of the log say: the number of the request, and which queries were slow."""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

NO_REQUEST = "-"

_request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Gives each request a number, which all its log lines have.

    It is the X-Request-ID of a trusted front server, or else a random one. The audit log finds it
    in ``request.META``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        request.META["REQUEST_ID"] = request_id
        token = _request_id.set(request_id)
        try:
            return self.get_response(request)
        finally:
            _request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Adds the number of the request to each record of the log, as ``request_id``."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class JSONFormatter(logging.Formatter):
    """An object in one line for each record, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", NO_REQUEST),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_slow_queries() -> None:
    """Watch the queries of this process. For servers only: a command may take its time."""
    if settings.SLOW_QUERY_MILLISECONDS:
        watcher = SlowQueries(settings.SLOW_QUERY_MILLISECONDS / 1000)
        connection_created.connect(watcher.watch, weak=False)


class SlowQueries:
    """Logs each query that takes ``seconds`` or longer (Django's `execute_wrapper`).

    Without the values of its parameters, which may be hidden text.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def watch(self, *, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
        """Receives ``connection_created``."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        begun = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            taken = time.monotonic() - begun
            if taken >= self.seconds:
                logger.warning("A query took %.3f s: %s", taken, sql)
