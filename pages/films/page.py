"""The page of a film: live facts, and the reviews that are live."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse

from cast.models import Credit
from editions.models import Edition
from films.models import Film
from images.models import Image
from images.picture_tag import picture
from pages.credits.surprises import film_curtain
from pages.credits.wording import crew_jobs, role
from pages.franchises.positions import positions_of
from pages.listings.cards import LEAD_SIZES, Card, cards
from pages.listings.tiles import status_of
from pages.seen.views import markable
from pages.sharing.page_metadata import of_film

POSTER_SIZES = "(min-width: 73.5rem) 22rem, (min-width: 46rem) 30vw, min(64vw, 16rem)"
STILL_SIZES = "(min-width: 80rem) 42rem, (min-width: 60rem) 50vw, 92vw"


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
    film_facts = facts(film)
    page = {
        "title": film.title,
        "original_title": film.original_title if film.original_title != film.title else "",
        "tagline": film.tagline,
        "seen": markable(film),
        "overview": film.overview,
        "facts": film_facts,
        "poster": picture(film.poster, sizes=POSTER_SIZES, priority=True) if film.poster else "",
        "backdrop": picture(film.backdrop, sizes=LEAD_SIZES) if film.backdrop else "",
        "poster_credit": credit_line(film.poster),
        "backdrop_credit": credit_line(film.backdrop),
        "cast": [role(credit) for credit in credits if credit.department == Credit.ACTING],
        "crew": crew_jobs(credit for credit in credits if credit.department != Credit.ACTING),
        "curtain": curtain,
        "reviews": notices(film),
        "places": positions_of(film),
        "hide_all_url": url,
        "open_count": int(bool(curtain) and drawn),
    }
    return {
        "page": page,
        "metadata": None if drawn else of_film(film, credits, film_facts["genres"]),
        "canonical": settings.SITE_URL + url,
    }


def notices(film: Film) -> list[Card]:
    """The live reviews of ``film``, each with its still in the size that it has here. One query."""
    editions = list(Edition.objects.live().filter(film=film).for_lists())
    return [
        replace(card, lead=picture(still, sizes=STILL_SIZES) if still else "")
        for card, still in zip(
            cards(editions), (edition.lead_image for edition in editions), strict=True
        )
    ]


def facts(film: Film) -> dict[str, Any]:
    """What ``components/film_facts.html`` prints of a film. One query, for its genres."""
    genres = list(film.genres.all())
    return {
        "status": status_of(film),
        "release_date": film.release_date,
        "year": film.year,
        "runtime": film.runtime,
        "certification": film.certification,
        "genres": [genre.name for genre in genres],
        "genre_links": [
            {"name": genre.name, "url": reverse("pages:genre", args=[genre.slug])}
            for genre in genres
        ],
    }


def credit_line(image: Image | None) -> str:
    """Whose picture it is; "" for none."""
    return image.credit if image else ""
