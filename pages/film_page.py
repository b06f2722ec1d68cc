"""The page of a film: live facts, and the reviews that are live."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cast.models import Credit
from films.models import Film
from images.models import Image
from images.pictures import picture
from pages.cards import cards
from pages.places import places_of
from pages.roles import posts, role
from pages.surprises import film_curtain
from pages.tiles import status_of
from publishing.models import Edition

POSTER_SIZES = "(min-width: 46rem) 22rem, 60vw"
BACKDROP_SIZES = "(min-width: 80rem) 76rem, 100vw"


def film_context(film: Film, *, drawn: bool = False) -> dict[str, Any]:
    """The context of ``pages/film.html``; ``drawn``: with the surprises of the cast."""
    url = reverse("pages:film", args=[film.slug])
    credits = list(
        Credit.objects.public()
        .filter(film=film)
        .select_related("person")
        .prefetch_related("characters")
        .by_billing()
    )
    curtain = film_curtain(film, drawn=drawn)
    page = {
        "title": film.title,
        "original_title": film.original_title if film.original_title != film.title else "",
        "tagline": film.tagline,
        "overview": film.overview,
        "facts": facts(film),
        "poster": picture(film.poster, sizes=POSTER_SIZES, priority=True) if film.poster else "",
        "backdrop": picture(film.backdrop, sizes=BACKDROP_SIZES) if film.backdrop else "",
        "poster_credit": credit_line(film.poster),
        "backdrop_credit": credit_line(film.backdrop),
        "cast": [role(credit) for credit in credits if credit.department == Credit.ACTING],
        "crew": posts(credit for credit in credits if credit.department != Credit.ACTING),
        "curtain": curtain,
        "reviews": cards(Edition.objects.live().filter(film=film).for_lists()),
        "places": places_of(film),
        "hide_all_url": url,
        "open_count": int(bool(curtain) and drawn),
    }
    return {
        "page": page,
        "description": film.overview or film.tagline,
        "canonical": settings.SITE_URL + url,
    }


def facts(film: Film) -> dict[str, Any]:
    """What ``components/film_facts.html`` prints of a film. One query, for its genres."""
    return {
        "status": status_of(film),
        "release_date": film.release_date,
        "year": film.year,
        "runtime": film.runtime,
        "certification": film.certification,
        "genres": [genre.name for genre in film.genres.all()],
    }


def credit_line(image: Image | None) -> str:
    """Whose picture it is; "" for none."""
    return image.credit if image else ""
