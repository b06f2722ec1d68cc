"""What stands where a page cannot.

Django's own of these views ask for a CSRF token on behalf of their templates, and so answer a
malformed cookie with a new one: on public addresses too.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Without the request, which is what was bad: its host, for one, may not be read.
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request again: a context processor may be what failed.
    return HttpResponse(loader.get_template("500.html").render(), status=500)
