"""The list of films, and the page of a film."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from films.models import Film
from pages.cache.public_page import public_page
from pages.credits.surprises import film_surprises_html
from pages.curtains.noindex import NOINDEX, noindex
from pages.films.page import film_context
from pages.former_slugs import found_by_slug
from pages.listings.pagination import canonical_url, requested_page
from pages.listings.tiles import film_tile, films_by_title, review_note
from pages.sharing.page_metadata import list_metadata

PAGE_SIZE = 48


@public_page("page")
@require_safe
def film_list(request: HttpRequest) -> HttpResponse:
    """All films by title, with the status of those that are not released."""
    listing = requested_page(request, films_by_title(Film.objects.confirmed()), PAGE_SIZE)
    context: dict[str, Any] = {
        "listing": listing,
        "tiles": [
            film_tile(film, review_note(film), priority=not position)
            for position, film in enumerate(listing)
        ],
        "canonical": canonical_url(request, listing),
    }
    entries = [
        (film.distinct_title, tile.url)
        for film, tile in zip(listing, context["tiles"], strict=True)
    ]
    context["metadata"] = list_metadata(_("Films"), context["canonical"], entries)
    return render(request, "pages/films.html", context)


film_view = found_by_slug(
    lambda: Film.objects.confirmed().select_related("poster", "backdrop", "trailer_still")
)


@public_page("page")
@require_safe
@film_view
def film_detail(request: HttpRequest, film: Film) -> HttpResponse:
    """A film, with the surprise appearances behind a closed curtain."""
    context = film_context(film, number=request.GET.get("page", "1"))
    return render(request, "pages/film.html", context)


@public_page("page")
@require_safe
@noindex
@film_view
def film_revealed(request: HttpRequest, film: Film) -> HttpResponse:
    """A film, with the surprise appearances revealed."""
    context = film_context(film, number=request.GET.get("page", "1"), revealed=True)
    return render(request, "pages/film.html", context | {"robots": NOINDEX})


@public_page()
@require_safe
@noindex
@film_view
def film_surprises_fragment(request: HttpRequest, film: Film) -> HttpResponse:
    """The content of the curtain with the surprise appearances, which the script fetches."""
    content = film_surprises_html(film)
    if not content:
        raise Http404
    return HttpResponse(content)
