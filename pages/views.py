"""The readers' pages that are the same for everyone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from pages.cards import cards
from pages.gone import or_gone
from pages.paging import canonical, page_of
from pages.review_page import live_review, review_context
from publishing.models import Edition

HOME_REVIEWS = 24
REVIEWS = 24


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest review, and those before it."""
    latest = cards(Edition.objects.live().for_lists()[:HOME_REVIEWS])
    context = {
        "lead": latest[0] if latest else None,
        "cards": latest[1:],
        "canonical": f"{settings.SITE_URL}/",
    }
    return render(request, "pages/home.html", context)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without having been told: the admin names no icon."""
    return redirect(static("favicon.svg"))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, and what its curtains are."""
    address = settings.SITE_URL + reverse("pages:about")
    return render(request, "pages/about.html", {"canonical": address})


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """All live reviews, the newest first."""
    listing = page_of(request, Edition.objects.live().for_lists(), REVIEWS)
    context = {
        "listing": listing,
        "cards": cards(listing),
        "canonical": canonical(request, listing),
    }
    return render(request, "pages/reviews.html", context)


@require_safe
@or_gone
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with all its curtains closed."""
    return render(request, "pages/review.html", review_context(live_review(slug)))
