"""The page with the reader's own list of seen films."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.absolute_urls import page_url
from pages.cache.public_page import public_page
from pages.sharing.page_metadata import static_page_metadata


@public_page()
@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """The page that the script fills with the list from the reader's browser. No query.

    The page names no film, and the script requests nothing for a film on the list.
    """
    url = page_url("seen")
    context = {"canonical": url, "metadata": static_page_metadata(_("Seen"), url)}
    return render(request, "pages/seen.html", context)
