"""The readers' pages that are the same for everyone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.corrections import recent_corrections
from pages.front import front_context
from pages.gone import or_gone
from pages.heads import of_page
from pages.review_page import live_review, review_context


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


@require_safe
@or_gone
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with all its curtains closed."""
    return render(request, "pages/review.html", review_context(live_review(slug)))
