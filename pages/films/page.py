"""The context of a film's page: the live facts and the live reviews."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cast.models import Credit
from editions.models import Edition
from films.models import Film
from pages.absolute_urls import page_url
from pages.credits.surprises import film_curtain
from pages.credits.wording import credit_line, crew_jobs
from pages.franchises.positions import franchise_positions
from pages.listings.cards import LEAD_SIZES, ReviewCard, review_cards
from pages.listings.tiles import unreleased_status
from pages.paths import reverse
from pages.pictures import picture_credit, picture_html
from pages.seen.markable import markable_film
from pages.sharing.page_metadata import film_metadata

POSTER_SIZES = "(min-width: 73.5rem) 22rem, (min-width: 46rem) 30vw, min(64vw, 16rem)"
STILL_SIZES = "(min-width: 80rem) 42rem, (min-width: 60rem) 50vw, 92vw"


NamedSlug = tuple[str, str]
"""A name and a slug."""


def film_context(film: Film, *, revealed: bool = False) -> dict[str, Any]:
    """The context of ``pages/film.html`` for ``film``, whose poster and backdrop are loaded.

    ``revealed``: with the surprise appearances. Seven queries at most, eight if ``revealed``.
    """
    credits = list(
        Credit.objects.public()
        .filter(film=film)
        .select_related("person")
        .prefetch_related("characters")
        .by_billing()
    )
    curtain = film_curtain(film, revealed=revealed)
    facts = film_facts(film, film_genres(film))
    page = {
        "title": film.title,
        "distinction": film.distinction,
        "original_title": film.original_title if film.original_title != film.title else "",
        "tagline": film.tagline,
        "seen": markable_film(film),
        "overview": film.overview,
        "facts": facts,
        "poster": picture_html(film.poster, POSTER_SIZES, priority=True),
        "backdrop": picture_html(film.backdrop, LEAD_SIZES),
        "poster_credit": picture_credit(film.poster),
        "backdrop_credit": picture_credit(film.backdrop),
        "cast": [credit_line(credit) for credit in credits if credit.department == Credit.ACTING],
        "crew": crew_jobs(credit for credit in credits if credit.department != Credit.ACTING),
        "curtain": curtain,
        "reviews": film_reviews(film),
        "places": franchise_positions(film),
        "hide_all_url": reverse("pages:film", args=[film.slug]),
        "open_count": int(bool(curtain) and revealed),
    }
    return {
        "page": page,
        "metadata": None if revealed else film_metadata(film, credits, facts["genres"]),
        "canonical": page_url("film", film.slug),
    }


def film_reviews(film: Film) -> list[ReviewCard]:
    """The live reviews of ``film``, with lead images in the size for this page. Two queries."""
    editions = list(Edition.objects.live().filter(film=film).for_lists())
    return [
        replace(card, lead=picture_html(edition.lead_image, STILL_SIZES))
        for card, edition in zip(review_cards(editions), editions, strict=True)
    ]


def film_genres(film: Film) -> list[NamedSlug]:
    """The name and the slug of the genres of ``film``. One query."""
    return [(genre.name, genre.slug) for genre in film.genres.all()]


def film_facts(film: Film, genres: Sequence[NamedSlug]) -> dict[str, Any]:
    """What ``components/film_facts.html`` prints of ``film``. No query."""
    return {
        "status": unreleased_status(film),
        "release": film.release,
        "year": film.year,
        "runtime": film.runtime,
        "certification": film.certification,
        "genres": [name for name, _slug in genres],
        "genre_links": [
            {"name": name, "url": reverse("pages:genre", args=[slug])} for name, slug in genres
        ],
    }
