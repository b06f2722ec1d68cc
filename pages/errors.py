"""The error pages: handler400, handler403, handler404 and handler500.

Django's own error views render their templates with a CSRF token, so their answer to a malformed
cookie sets a new cookie, on public URLs too. These views set none.
"""

import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from accounts.middleware import is_admin_request
from accounts.sent_forms import sent_form
from pages.api.answers import not_found
from pages.api.prefix import PREFIX
from pages.site import site_without_database

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Rendered without the request, which is invalid: reading its host may raise.
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(PREFIX):
        return not_found()
    return _error_page(request, "404.html", 404)


def _error_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Also while the database cannot be read."""
    try:
        return render(request, template, status=status)
    except Error:
        with site_without_database():
            return render(request, template, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    form = sent_form(request) if request.method == "POST" and is_admin_request(request) else None
    # Rendered without the request: a context processor may be what failed.
    try:
        page = loader.get_template("500.html").render(
            {"form": form, "address": request.get_full_path()}
        )
    except Exception:
        # For instance the site's own template of this page has a mistake.
        logger.exception("The template 500.html cannot be rendered.")
        page = loader.get_template("500_plain.html").render()
    return HttpResponse(page, status=500)
