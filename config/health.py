"""The answers for monitoring: whether the process runs (/healthz) and can serve (/readyz).

Both are given before Django checks the host or redirects to https: whoever asks is a load
balancer, which knows the server by its address only.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from config.readiness import CHECKS

logger = logging.getLogger(__name__)

OK = "ok"


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
