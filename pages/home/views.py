"""The home page and the About page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.home.page import front_context
from pages.reviews.corrections import recent_corrections
from pages.sharing.page_metadata import of_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest review, those before it, and what comes next."""
    return render(request, "pages/home.html", front_context())


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without having been told: the admin names no icon."""
    return redirect(static("favicon.svg"))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, what its curtains are, how to reach it, and what it has put right."""
    address = settings.SITE_URL + reverse("pages:about")
    context = {
        "corrections": recent_corrections(),
        "canonical": address,
        "metadata": of_page(_("About"), address),
    }
    return render(request, "pages/about.html", context)
