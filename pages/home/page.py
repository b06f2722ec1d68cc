"""The context of the home page: the newest review, the reviews before it, upcoming projects."""

from dataclasses import replace
from typing import Any

from editions.models import Edition
from pages.absolute_urls import page_url
from pages.franchises.projects import next_projects
from pages.listed_editions import newest_editions
from pages.listings.cards import LEAD_SIZES, ReviewCard, review_cards
from pages.pictures import picture_html
from pages.sharing.page_metadata import home_metadata

LATEST_REVIEWS = 13
"""One large card and three rows of four."""

NEXT_PROJECTS = 4
TOP_SIZES = "(min-width: 75rem) 27rem, (min-width: 46rem) 36vw, min(92vw, 22rem)"


def home_context() -> dict[str, Any]:
    """The context of ``pages/home.html``. Three queries."""
    editions = newest_editions(LATEST_REVIEWS)
    latest = review_cards(editions)
    return {
        "lead": lead_card(editions[0], latest[0]) if latest else None,
        "cards": latest[1:],
        "coming": next_projects(NEXT_PROJECTS),
        "metadata": home_metadata([(card.headline, card.url) for card in latest]),
        "canonical": page_url("home"),
    }


def lead_card(edition: Edition, card: ReviewCard) -> ReviewCard:
    """``card`` with one picture in the size for the top of the page, to be fetched first.

    It is the film's poster, or the lead image if there is no poster.
    """
    poster, still = edition.film.poster, edition.lead_image
    return replace(
        card,
        poster=picture_html(poster, TOP_SIZES, priority=True),
        lead="" if poster else picture_html(still, LEAD_SIZES, priority=True),
    )
