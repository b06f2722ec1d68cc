"""The page of a genre."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from editions.models import Edition
from films.models import Film, Genre
from pages.cache.public_page import public_page
from pages.facets.live_reviews import newest_keys
from pages.facets.values import GENRE
from pages.former_slugs import found_by_slug
from pages.listings.cards import ReviewCard, review_cards
from pages.listings.pagination import canonical_url, requested_page
from pages.listings.tiles import film_tile, for_tiles, review_note
from pages.paths import reverse
from pages.sharing.page_metadata import genre_metadata

PAGE_SIZE = 48
LATEST_REVIEWS = 4


@public_page("page")
@require_safe
@found_by_slug(Genre.objects.all)
def genre_detail(request: HttpRequest, genre: Genre) -> HttpResponse:
    """The films of a genre by title; on the first page also the newest reviews of them.

    If there are more reviews, the page links to the list of reviews of this genre.
    """
    listing = requested_page(request, for_tiles(Film.objects.filter(genres=genre)), PAGE_SIZE)
    latest = _latest_reviews(genre) if listing.number == 1 else []
    reviews_url = f"{reverse('pages:reviews')}?{urlencode({'genre': genre.slug})}"
    context: dict[str, Any] = {
        "name": genre.name,
        "listing": listing,
        "tiles": [film_tile(film, review_note(film)) for film in listing],
        "cards": latest[:LATEST_REVIEWS],
        "reviews_url": reviews_url if len(latest) > LATEST_REVIEWS else "",
        "canonical": canonical_url(request, listing),
    }
    entries = [
        (film.distinct_title, tile.url)
        for film, tile in zip(listing, context["tiles"], strict=True)
    ]
    context["metadata"] = genre_metadata(genre, context["canonical"], entries)
    return render(request, "pages/genre.html", context)


def _latest_reviews(genre: Genre) -> list[ReviewCard]:
    """One more than the page shows, if there are more."""
    keys = newest_keys(GENRE, genre.pk, LATEST_REVIEWS + 1)
    return review_cards(Edition.objects.live().filter(pk__in=keys).for_lists())
