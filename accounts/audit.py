"""Writes the audit log.

`AuditMiddleware` keeps the request at hand, so code below the views need not pass it: an entry has
the account, the IP address and the number of the request that it is made in. What is done without a
request is done by a command.

The admin's own saves and deletions are entered by `accounts.audited_admin`, the steps of reviews by
`editions.history`, logins by the receivers below.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit_models import AuditEntry
from accounts.middleware import is_admin_request
from accounts.throttling import client_address

Action = AuditEntry.Action

_request: ContextVar[HttpRequest | None] = ContextVar("audited_request", default=None)


class AuditMiddleware:
    """Keeps each request of the admin at hand for `record`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_admin_request(request):
            return self.get_response(request)
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def record(
    action: Action,
    about: Any = None,
    *,
    by: Any = None,
    request: HttpRequest | None = None,
    detail: str = "",
) -> None:
    """Add an entry about the row ``about``. Without ``by``, the account of the request did it. One
    query.

    ``detail`` must not have hidden text, or words of a review that is not public.
    """
    request = request or _request.get()
    account: Any = by or getattr(request, "user", None) or AnonymousUser()
    AuditEntry.objects.create(
        account=account.pk,
        name=account.get_username(),
        action=action,
        model=about._meta.label_lower if about else "",
        key=str(about.pk) if about else "",
        detail=detail[:300],
        address=client_address(request) if request else None,
        request_id=request.META.get("REQUEST_ID", "") if request else "",
    )


def record_command(
    command: BaseCommand, action: Action, about: Any = None, *, detail: str = ""
) -> None:
    """Add an entry for what ``command`` does. Only warn if that is not possible: on a full disk, a
    backup is needed most."""
    try:
        record(action, about, detail=detail)
    except DatabaseError:
        command.stderr.write(_("Warning: the audit log could not be written."))


@transaction.atomic
def prune(days: int) -> int:
    """Delete the entries that are older than ``days``, and enter that. Returns their number."""
    before = timezone.now() - timedelta(days=days)
    deleted: int = AuditEntry.objects.filter(at__lt=before)._raw_delete(connection.alias)
    record(Action.PRUNED, detail=str(deleted))
    return deleted


def connect_signals() -> None:
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_login_failed)
    user_locked_out.connect(_locked_out)


def _logged_in(*, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    detail = getattr(user, "login_with", "")
    record(Action.LOGGED_IN, user, by=user, request=request, detail=detail)


def _logged_out(*, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(Action.LOGGED_OUT, user, by=user, request=request)


def _login_failed(
    *, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    # For the failure that locks the account, and those after it, django-axes also sends
    # `user_locked_out`, which `_locked_out` enters.
    if not getattr(request, "axes_locked_out", False):
        _refused(Action.LOGIN_FAILED, credentials.get("username"), request)


def _locked_out(*, request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    _refused(Action.LOCKED_OUT, username, request)


def _refused(action: Action, username: str | None, request: HttpRequest | None) -> None:
    """Enter a refused login to the account ``username``. A name that no account has is not stored:
    it may be a password that somebody has typed into the wrong field."""
    about = User.objects.filter(username=(username or "").replace("\0", "")).first()
    record(action, about, request=request)
