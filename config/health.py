"""The answers for monitoring: whether the process runs (/healthz) and can serve (/readyz).

Both are given before Django checks the host or redirects to https: whoever asks is a load
balancer, which knows the server by its address only.
"""

import logging
import os
from collections.abc import Callable
from functools import cache

from django.core.cache import cache as shared_cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from editions.rerendering import outdated_editions

logger = logging.getLogger(__name__)

OK = "ok"

PROBE = "readyz"
"""The key in the cache that is written and read again, and a name in a bucket."""


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return _answer({"process": OK})
        if request.path_info == "/readyz":
            return _answer({name: _result(name, check) for name, check in CHECKS.items()})
        return self.get_response(request)


def _answer(checks: dict[str, str]) -> JsonResponse:
    """200, or 503 if a check has found something, which the answer says."""
    is_ok = set(checks.values()) == {OK}
    return JsonResponse(
        {"status": OK if is_ok else "unavailable", "checks": checks},
        status=200 if is_ok else 503,
        headers={"Cache-Control": "no-store"},
    )


def _result(name: str, check: Callable[[], str]) -> str:
    """The sentence of ``check``. The cause of an error is in the log only: it may name a host."""
    try:
        return check() or OK
    except Exception as error:  # Any failure of a part means that the server is not ready.
        logger.error("/readyz: %s: %s", name, error)
        return "cannot be reached; the log has the cause"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


@cache
def _migrations_of_code() -> frozenset[tuple[str, str]]:
    """App and name of each migration. To read them takes as long as many pages, and they stay the
    same while a process runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _migrations() -> str:
    missing = _migrations_of_code() - MigrationRecorder(connection).applied_migrations().keys()
    return f"not applied: {len(missing)}; run manage.py migrate" if missing else ""


def _renderings() -> str:
    if outdated_editions().exists():
        return "editions of an older version; run manage.py rerender_editions"
    return ""


def _cache() -> str:
    shared_cache.set(PROBE, PROBE, timeout=60)
    return "" if shared_cache.get(PROBE) == PROBE else "does not keep what is written"


def _storage() -> str:
    """Whether pictures can be stored. The first picture makes its directory."""
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists(PROBE)  # raises
        return ""
    folder = default_storage.path("")
    while not os.path.exists(folder):
        folder = os.path.dirname(folder.rstrip(os.sep))
    return "" if os.access(folder, os.W_OK | os.X_OK) else "cannot be written"


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "renderings": _renderings,
    "cache": _cache,
    "storage": _storage,
}
