"""The page of a genre: its films, and what is said of them."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from films.models import Film, Genre
from pages.listings.cards import cards
from pages.listings.paging import canonical, page_of
from pages.listings.tiles import tile
from pages.sharing import page_metadata as heads

FILMS = 48
LATEST = 4


@require_safe
def genre(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest reviews of a genre's films, the way to all of them, and the films by title."""
    genre = get_object_or_404(Genre, slug=slug)
    editions = Edition.objects.live().filter(film__genres=genre)
    films = (
        Film.objects.filter(genres=genre)
        .select_related("poster")
        .annotate(is_reviewed=Exists(Edition.objects.live().filter(film=OuterRef("pk"))))
        .order_by(Lower("title"), "release_date", "pk")
    )
    listing = page_of(request, films, FILMS)
    latest = cards(editions.for_lists()[: LATEST + 1]) if listing.number == 1 else []
    reviews_url = f"{reverse('pages:reviews')}?{urlencode({'genre': genre.slug})}"
    context: dict[str, Any] = {
        "name": genre.name,
        "listing": listing,
        "tiles": [tile(film, _("Reviewed") if film.is_reviewed else "") for film in listing],
        "cards": latest[:LATEST],
        "reviews_url": reviews_url if len(latest) > LATEST else "",
        "canonical": canonical(request, listing),
    }
    context["metadata"] = heads.of_genre(
        genre, context["canonical"], [(entry.title, entry.url) for entry in context["tiles"]]
    )
    return render(request, "pages/genre.html", context)
