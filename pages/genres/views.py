"""The page of a genre."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.models import Film, Genre
from pages.cache.public_page import public_page
from pages.facets.values import GENRE
from pages.former_slugs import found_by_slug
from pages.listings.latest_reviews import latest_reviews, list_url
from pages.listings.pagination import canonical_url, requested_page
from pages.listings.tiles import film_tile, films_by_title, review_note
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
    listing = requested_page(
        request, films_by_title(Film.objects.confirmed().filter(genres=genre)), PAGE_SIZE
    )
    is_first = listing.number == 1
    latest = latest_reviews(GENRE, genre.pk, LATEST_REVIEWS + 1) if is_first else []
    context: dict[str, Any] = {
        "name": genre.name,
        "listing": listing,
        "tiles": [film_tile(film, review_note(film)) for film in listing],
        "cards": latest[:LATEST_REVIEWS],
        "reviews_url": list_url(GENRE, genre.slug) if len(latest) > LATEST_REVIEWS else "",
        "canonical": canonical_url(request, listing),
    }
    entries = [
        (film.distinct_title, tile.url)
        for film, tile in zip(listing, context["tiles"], strict=True)
    ]
    context["metadata"] = genre_metadata(genre, context["canonical"], entries)
    return render(request, "pages/genre.html", context)
