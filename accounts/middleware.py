"""Middleware for sessions, accounts, messages and CSRF tokens that acts only on the admin.

Each class subclasses a middleware of Django or django-otp and skips every request outside the
admin. The originals would affect public pages: they answer a malformed session or CSRF cookie with
Set-Cookie and `Vary: Cookie`, and a view or template that reads `request.user` makes the response
depend on the visitor.
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import middleware as messages
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import csrf
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django_otp import middleware as otp

from accounts.lock_wait import lock_wait


def is_admin_request(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.ADMIN_PATH)


RENEWED = "renewed"
"""The session's key for the moment of its last renewal, in seconds since 1970."""


LOGIN = "login"
"""The session's key for when, with which browser and from where it was begun
(`accounts.login_sessions`)."""


def mark_renewed(*, request: HttpRequest, **kwargs: Any) -> None:
    """Store the current time as that of the last renewal. Receives ``user_logged_in``."""
    request.session[RENEWED] = int(time.time())


class AdminOnlyMixin:
    """Skips a middleware for requests outside the admin. Comes before the middleware class."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if not is_admin_request(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class SessionMiddleware(AdminOnlyMixin, sessions.SessionMiddleware):
    """Renews a session at most once every `SESSION_RENEWAL_SECONDS`, and only if it need not wait.

    Requests that a script sends, such as the preview of a text, never renew it: saving the session
    would overwrite what a form posted at the same time has stored in it, such as its messages.

    A session that cannot be saved fails the request, unless only messages or the renewal are lost.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        renews = not request.session.modified and self._is_due(request, response)
        if renews:
            mark_renewed(request=request)
        try:
            with lock_wait(milliseconds=0) if renews else nullcontext():
                return super().process_response(request, response)
        except (Error, SessionInterrupted):
            if not self._loses_messages_only(request.session):
                raise
            patch_vary_headers(response, ("Cookie",))
            return response

    def _is_due(self, request: HttpRequest, response: Any) -> bool:
        session = request.session
        by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if by_script or response.status_code >= 500 or not session.accessed or session.is_empty():
            return False
        age: float = time.time() - session.get(RENEWED, 0)
        return age > settings.SESSION_RENEWAL_SECONDS

    def _loses_messages_only(self, session: SessionBase) -> bool:
        stored = self.SessionStore(session.session_key)
        transient = (RENEWED, SessionStorage.session_key)
        now, then = (
            {key: value for key, value in each.items() if key not in transient}
            for each in (session, stored)
        )
        return now == then


class NoStoreMiddleware:
    """Forbids copies of every response of the admin that does not say how it may be kept.

    Django's admin says so for its own pages only. The page for a form that was refused has
    everything that was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_admin_request(request) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class CsrfViewMiddleware(AdminOnlyMixin, csrf.CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        return super().process_view(request, *view) if is_admin_request(request) else None


class AuthenticationMiddleware(AdminOnlyMixin, auth.AuthenticationMiddleware):
    """Takes a session for nobody's if its login is older than `LOGIN_MAXIMUM_SECONDS`."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        user: Any = request.user

        def account() -> Any:
            return AnonymousUser() if is_over(request.session) else user

        request.user = SimpleLazyObject(account)  # type: ignore[assignment]


def is_over(session: Any) -> bool:
    """Whether the login of a session, or of its content, was too long ago."""
    since: int | None = session.get(LOGIN, {}).get("since")
    return since is not None and time.time() - since > settings.LOGIN_MAXIMUM_SECONDS


class OTPMiddleware(AdminOnlyMixin, otp.OTPMiddleware):
    pass


class MessageMiddleware(AdminOnlyMixin, messages.MessageMiddleware):
    pass
