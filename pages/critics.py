"""Critics: the list, and the page of each."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from images.models import Image
from images.pictures import picture
from pages.cards import cards
from pages.film_page import credit_line
from pages.paging import canonical, page_of
from publishing.models import Edition
from reviews.models import Critic

CRITICS = 48
REVIEWS = 24
PORTRAIT_SIZES = "(min-width: 46rem) 20rem, 50vw"


@require_safe
def critics(request: HttpRequest) -> HttpResponse:
    """The critics who have something to read here, by name, and how much of it."""
    rows = (
        Critic.objects.filter(editions__in=Edition.objects.live())
        .annotate(review_count=Count("editions"))
        .select_related("portrait")
        .order_by("display_name", "pk")
    )
    listing = page_of(request, rows, CRITICS)
    context = {
        "listing": listing,
        "critics": [
            {
                "name": critic.display_name,
                "url": reverse("pages:critic", args=[critic.slug]),
                "bio": critic.bio,
                "portrait": portrait(critic.portrait, alt=""),
                "review_count": critic.review_count,
            }
            for critic in listing
        ],
        "canonical": canonical(request, listing),
    }
    return render(request, "pages/critics.html", context)


@require_safe
def critic(request: HttpRequest, slug: str) -> HttpResponse:
    """A critic, and their reviews, the newest first. A byline stays, also without a review."""
    critic = get_object_or_404(Critic.objects.select_related("portrait"), slug=slug)
    listing = page_of(request, Edition.objects.live().filter(critic=critic).for_lists(), REVIEWS)
    context = {
        "name": critic.display_name,
        "bio": critic.bio,
        "portrait": portrait(critic.portrait),
        "portrait_credit": credit_line(critic.portrait),
        "listing": listing,
        "cards": cards(listing),
        "description": critic.bio,
        "canonical": canonical(request, listing),
    }
    return render(request, "pages/critic.html", context)


def portrait(image: Image | None, alt: str | None = None) -> SafeString | str:
    return picture(image, alt=alt, sizes=PORTRAIT_SIZES) if image else ""
