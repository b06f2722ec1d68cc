"""The newest reviews of a genre or a franchise, and the address of all of them."""

from urllib.parse import urlencode

from pages.facets.live_reviews import newest_keys
from pages.listed_editions import listed_editions
from pages.listings.cards import ReviewCard, review_cards
from pages.paths import reverse


def latest_reviews(filter: str, pk: int, limit: int) -> list[ReviewCard]:
    """The ``limit`` newest live reviews with the value of ``filter`` that is the row ``pk``. Three
    queries."""
    keys = newest_keys(filter, pk, limit)
    return review_cards(listed_editions(keys))


def list_url(filter: str, slug: str) -> str:
    """The list of all reviews with the value ``slug`` of ``filter``."""
    return f"{reverse('pages:reviews')}?{urlencode({filter: slug})}"
