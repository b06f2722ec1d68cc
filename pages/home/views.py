"""The home page, the About page and the favicon."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.absolute_urls import page_url
from pages.cache.public_page import public_page
from pages.home.page import home_context
from pages.reviews.corrections import recent_corrections
from pages.sharing.page_metadata import static_page_metadata
from pages.site import current_site, site_icon_url


@public_page()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", home_context())


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to the icon, for browsers that ask for /favicon.ico: the admin links to no icon."""
    return redirect(site_icon_url(current_site(), 32) or static("favicon.svg"))


@public_page()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, how curtains work, how to contact the editors, and recent corrections."""
    url = page_url("about")
    context = {
        "corrections": recent_corrections(),
        "takes_facts_from_tmdb": bool(settings.TMDB_API_KEY),
        "canonical": url,
        "metadata": static_page_metadata(_("About"), url),
    }
    return render(request, "pages/about.html", context)
