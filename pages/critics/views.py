"""The list of critics, and the page of a critic."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from pages.former_slugs import found_by_slug
from pages.listings.cards import POSTER_SIZES, review_cards
from pages.listings.pagination import canonical_url, requested_page
from pages.people.page import PORTRAIT_SIZES
from pages.pictures import decorative_picture, picture_credit, picture_html
from pages.sharing.page_metadata import critic_metadata, list_metadata
from reviews.models import Critic

CRITICS_PAGE_SIZE = 48
REVIEWS_PAGE_SIZE = 24


@require_safe
def critic_list(request: HttpRequest) -> HttpResponse:
    """The critics with live reviews by name, each with the number of these reviews."""
    rows = (
        Critic.objects.filter(editions__in=Edition.objects.live())
        .annotate(review_count=Count("editions"))
        .select_related("portrait")
        .order_by("sort_key", "pk")
    )
    listing = requested_page(request, rows, CRITICS_PAGE_SIZE)
    context: dict[str, Any] = {
        "listing": listing,
        "critics": [
            {
                "name": critic.display_name,
                "initials": initials(critic.display_name),
                "url": reverse("pages:critic", args=[critic.slug]),
                "bio": critic.bio,
                "portrait": decorative_picture(
                    critic.portrait, POSTER_SIZES, priority=not position
                ),
                "review_count": critic.review_count,
            }
            for position, critic in enumerate(listing)
        ],
        "canonical": canonical_url(request, listing),
    }
    entries = [(critic["name"], critic["url"]) for critic in context["critics"]]
    context["metadata"] = list_metadata(_("Critics"), context["canonical"], entries)
    return render(request, "pages/critics.html", context)


@require_safe
@found_by_slug(lambda: Critic.objects.select_related("portrait"))
def critic_detail(request: HttpRequest, critic: Critic) -> HttpResponse:
    """A critic with the live reviews, the newest first. The page exists without reviews too."""
    reviews = Edition.objects.live().filter(critics=critic).for_lists()
    listing = requested_page(request, reviews, REVIEWS_PAGE_SIZE)
    context: dict[str, Any] = {
        "name": critic.display_name,
        "bio": critic.bio,
        "portrait": picture_html(critic.portrait, PORTRAIT_SIZES, priority=True),
        "portrait_credit": picture_credit(critic.portrait),
        "listing": listing,
        "cards": review_cards(listing),
        "canonical": canonical_url(request, listing),
    }
    context["metadata"] = critic_metadata(critic, context["canonical"])
    return render(request, "pages/critic.html", context)


def initials(name: str) -> str:
    """The first letters of the first and the last word of ``name``, for a missing portrait."""
    letters = [word[0] for word in name.split()]
    return "".join(letters[:1] + letters[1:][-1:])
