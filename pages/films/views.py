"""Films: the list, and the page of each."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.models import Edition
from films.models import Film
from pages.credits.surprises import content_for_film
from pages.curtains.revealing import ROBOTS, unindexed
from pages.films.page import film_context
from pages.listings.paging import canonical, page_of
from pages.listings.tiles import tile
from pages.sharing.page_metadata import of_list

FILMS = 48


@require_safe
def films(request: HttpRequest) -> HttpResponse:
    """All films by title, also those that are to come: each says so."""
    reviews = Edition.objects.live().filter(film=OuterRef("pk"))
    rows = Film.objects.select_related("poster").annotate(is_reviewed=Exists(reviews))
    listing = page_of(request, rows.order_by(Lower("title"), "release_date", "pk"), FILMS)
    context: dict[str, Any] = {
        "listing": listing,
        "tiles": [
            tile(film, _("Reviewed") if film.is_reviewed else "", is_lead=not place)
            for place, film in enumerate(listing)
        ],
        "canonical": canonical(request, listing),
    }
    entries = [(entry.title, entry.url) for entry in context["tiles"]]
    context["metadata"] = of_list(_("Films"), context["canonical"], entries)
    return render(request, "pages/films.html", context)


def of_film(view: Callable[[HttpRequest, Film], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give ``view`` the film at the address; an old address leads to the present one for good."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        film = Film.objects.by_slug(slug).select_related("poster", "backdrop").first()
        if film is None:
            raise Http404
        if film.slug != slug:
            assert request.resolver_match
            return redirect(request.resolver_match.view_name, film.slug, permanent=True)
        return view(request, film)

    return answer


@require_safe
@of_film
def film(request: HttpRequest, film: Film) -> HttpResponse:
    """A film, the surprises of its cast behind a curtain."""
    return _page(request, film_context(film))


@require_safe
@unindexed
@of_film
def revealed(request: HttpRequest, film: Film) -> HttpResponse:
    """A film with that curtain drawn."""
    return _page(request, film_context(film, drawn=True) | {"robots": ROBOTS})


@require_safe
@unindexed
@of_film
def credits(request: HttpRequest, film: Film) -> HttpResponse:
    """What stands behind that curtain, for the page's script."""
    content = content_for_film(film)
    if not content:
        raise Http404
    return HttpResponse(content)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "pages/film.html", context)
