"""Critics: the list, and the page of each."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from images.models import Image
from images.picture_tag import picture
from pages.films.page import credit_line
from pages.listings.cards import POSTER_SIZES, cards
from pages.listings.paging import canonical, page_of
from pages.people.page import PORTRAIT_SIZES
from pages.sharing.page_metadata import of_critic, of_list
from reviews.models import Critic

CRITICS = 48
REVIEWS = 24


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
    context: dict[str, Any] = {
        "listing": listing,
        "critics": [
            {
                "name": critic.display_name,
                "initials": initials(critic.display_name),
                "url": reverse("pages:critic", args=[critic.slug]),
                "bio": critic.bio,
                "portrait": portrait(critic.portrait, POSTER_SIZES, alt="", priority=not place),
                "review_count": critic.review_count,
            }
            for place, critic in enumerate(listing)
        ],
        "canonical": canonical(request, listing),
    }
    entries = [(entry["name"], entry["url"]) for entry in context["critics"]]
    context["metadata"] = of_list(_("Critics"), context["canonical"], entries)
    return render(request, "pages/critics.html", context)


@require_safe
def critic(request: HttpRequest, slug: str) -> HttpResponse:
    """A critic, and their reviews, the newest first. A byline stays, also without a review."""
    critic = get_object_or_404(Critic.objects.select_related("portrait"), slug=slug)
    listing = page_of(request, Edition.objects.live().filter(critic=critic).for_lists(), REVIEWS)
    context: dict[str, Any] = {
        "name": critic.display_name,
        "bio": critic.bio,
        "portrait": portrait(critic.portrait, PORTRAIT_SIZES, priority=True),
        "portrait_credit": credit_line(critic.portrait),
        "listing": listing,
        "cards": cards(listing),
        "canonical": canonical(request, listing),
    }
    context["metadata"] = of_critic(critic, context["canonical"])
    return render(request, "pages/critic.html", context)


def initials(name: str) -> str:
    """What stands for a face that nobody has drawn: the first and the last of ``name``."""
    letters = [word[0] for word in name.split()]
    return "".join(letters[:1] + letters[1:][-1:])


def portrait(
    image: Image | None, sizes: str, *, alt: str | None = None, priority: bool = False
) -> SafeString | str:
    return picture(image, alt=alt, sizes=sizes, priority=priority) if image else ""
