"""Middleware for sessions, accounts, messages and CSRF tokens that acts only on the admin.

Each class subclasses a middleware of Django or django-otp and skips every request outside the
admin. The originals would affect public pages: they answer a malformed session or CSRF cookie with
Set-Cookie and `Vary: Cookie`, and a view or template that reads `request.user` makes the response
depend on the visitor.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.middleware import csrf
from django_otp import middleware as otp


def is_admin_request(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.ADMIN_PATH)


RENEWED = "renewed"
"""The session's key for the moment of its last renewal, in seconds since 1970."""


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
    """Renews a session at most once every `SESSION_RENEWAL_SECONDS`.

    Requests that a script sends, such as the preview of a text, never renew it: saving the session
    would overwrite what a form posted at the same time has stored in it, such as its messages.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        session = request.session
        if session.accessed and not by_script and not session.is_empty():
            age = time.time() - session.get(RENEWED, 0)
            if age > settings.SESSION_RENEWAL_SECONDS and response.status_code < 500:
                mark_renewed(request=request)
        return super().process_response(request, response)


class CsrfViewMiddleware(AdminOnlyMixin, csrf.CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        return super().process_view(request, *view) if is_admin_request(request) else None


class AuthenticationMiddleware(AdminOnlyMixin, auth.AuthenticationMiddleware):
    pass


class OTPMiddleware(AdminOnlyMixin, otp.OTPMiddleware):
    pass


class MessageMiddleware(AdminOnlyMixin, messages.MessageMiddleware):
    pass
