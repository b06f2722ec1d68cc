"""The front page: one review with top billing, those before it, and what comes next."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from editions.models import Edition
from images.picture_tag import picture
from pages.franchises.projects import coming
from pages.listings.cards import LEAD_SIZES, Card, cards
from pages.sharing.page_metadata import of_home

REVIEWS = 13
"""One on top and three full rows of four."""
COMING = 4
TOP_SIZES = "(min-width: 75rem) 27rem, (min-width: 46rem) 36vw, min(92vw, 22rem)"


def front_context() -> dict[str, Any]:
    """The context of ``pages/home.html``. Two queries."""
    editions = list(Edition.objects.live().for_lists()[:REVIEWS])
    latest = cards(editions)
    return {
        "lead": top_bill(editions[0], latest[0]) if latest else None,
        "cards": latest[1:],
        "coming": coming(COMING),
        "metadata": of_home([(card.headline, card.url) for card in latest]),
        "canonical": f"{settings.SITE_URL}/",
    }


def top_bill(edition: Edition, card: Card) -> Card:
    """``card`` with its picture in the size that the top of the page has, and fetched first."""
    poster, still = edition.film.poster, edition.lead_image
    return replace(
        card,
        poster=picture(poster, sizes=TOP_SIZES, priority=True) if poster else "",
        lead=picture(still, sizes=LEAD_SIZES, priority=True) if still and not poster else "",
    )
