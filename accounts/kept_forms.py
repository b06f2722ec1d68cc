"""Keeps what an editor has typed when its form cannot be saved because of the login.

The session has ended meanwhile, or a login in another window has changed the CSRF token.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.middleware import is_admin_request
from accounts.retry_later import asks_for_page
from accounts.sent_forms import sent_form

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of the field)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without a valid CSRF token. Django calls it (`CSRF_FAILURE_VIEW`).

    A form of another site is not kept: its page would offer to send what that site has filled in.
    """
    if is_admin_request(request) and _is_of_this_site(request) and asks_for_page(request):
        return kept_form(request) or _too_old(request)
    return _too_old(request)


def kept_form(request: HttpRequest) -> HttpResponse | None:
    """The page with the form that ``request`` has sent; None if it has sent nothing to keep."""
    form = sent_form(request)
    fields = [(name, value) for name, value in form.fields if name != TOKEN]
    if request.path == reverse("admin:login") or not (fields and asks_for_page(request)):
        return None
    context = {
        "fields": fields,
        "files": form.files,
        "address": request.get_full_path(),
        "is_logged_in": request.user.is_authenticated,
    }
    return render(request, "403_kept.html", context, status=403)


def _too_old(request: HttpRequest) -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def _is_of_this_site(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.get_host() or origin in (
            settings.CSRF_TRUSTED_ORIGINS
        )
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
