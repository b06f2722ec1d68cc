"""Sessions, accounts, messages and CSRF tokens exist under the admin's address and nowhere else.

Each class here is a middleware of Django or django-otp that lets any other request pass as if it
were not installed. Left to themselves they are not quite silent on a public page: a malformed
session or CSRF cookie is answered with a Set-Cookie and `Vary: Cookie`, and any view or template
that so much as looks at `request.user` makes the page one for each visitor.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.auth.signals import user_logged_in
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.dispatch import receiver
from django.http import HttpRequest
from django.middleware import csrf
from django_otp import middleware as otp


def in_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.ADMIN_PATH)


RENEWED = "renewed"
"""The session's key for the moment of its last renewal, in seconds since 1970."""


@receiver(user_logged_in)
def mark_renewed(*, request: HttpRequest, **kwargs: Any) -> None:
    request.session[RENEWED] = int(time.time())


class AdminOnly:
    """Mixed in before a middleware: it acts on the admin's addresses alone."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if not in_admin(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class SessionMiddleware(AdminOnly, sessions.SessionMiddleware):
    """Renews a session at most once every `SESSION_RENEWAL_SECONDS`.

    Requests of scripts, such as the preview of a text, never renew it: saving the session would
    undo what a page that was posted meanwhile has put into it, above all its messages.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        session = request.session
        if session.accessed and not by_script and not session.is_empty():
            age = time.time() - session.get(RENEWED, 0)
            if age > settings.SESSION_RENEWAL_SECONDS and response.status_code < 500:
                mark_renewed(request=request)
        return super().process_response(request, response)


class CsrfViewMiddleware(AdminOnly, csrf.CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        return super().process_view(request, *view) if in_admin(request) else None


class AuthenticationMiddleware(AdminOnly, auth.AuthenticationMiddleware):
    pass


class OTPMiddleware(AdminOnly, otp.OTPMiddleware):
    pass


class MessageMiddleware(AdminOnly, messages.MessageMiddleware):
    pass
