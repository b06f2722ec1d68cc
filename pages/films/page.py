"""The context of a film's page: the live facts and the live reviews."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cast.models import Credit
from editions.models import Edition
from films.models import Film, WatchLink
from pages.absolute_urls import absolute_url
from pages.credits.surprises import film_curtain
from pages.credits.wording import credit_line, crew_jobs
from pages.films.where_to_watch import trailer_link, watch_links
from pages.franchises.positions import franchise_positions
from pages.listed_editions import listed_editions
from pages.listings.cards import LEAD_SIZES, ReviewCard, review_cards
from pages.listings.pagination import page_of, part_of, requested_part
from pages.listings.tiles import unreleased_status
from pages.paths import reverse
from pages.pictures import picture_credit, picture_html
from pages.seen.markable import markable_film
from pages.sharing.page_metadata import film_metadata

POSTER_SIZES = "(min-width: 73.5rem) 22rem, (min-width: 46rem) 30vw, min(64vw, 16rem)"
REVIEWS_ON_PAGE, CAST_ON_PAGE, CREW_ON_PAGE = 12, 60, 90
MAX_TITLES = 40
"""Alternative titles. More are not shown."""

STILL_SIZES = "(min-width: 80rem) 42rem, (min-width: 60rem) 50vw, 92vw"


NamedSlug = tuple[str, str]
"""A name and a slug."""


def film_context(film: Film, *, number: str = "1", revealed: bool = False) -> dict[str, Any]:
    """The context of page ``number`` of ``pages/film.html`` for ``film``, whose pictures are
    loaded. Raises `Http404` if there is no such page.

    Reviews, cast and crew are continued on the next page; the other parts are on the first one.

    ``revealed``: with the surprise appearances. Thirteen queries at most, fourteen if ``revealed``.
    """
    reviews = live_reviews(film)
    cast, crew = credits_of(film)
    listing = requested_part(
        number,
        (len(reviews), REVIEWS_ON_PAGE),
        (len(cast), CAST_ON_PAGE),
        (len(crew), CREW_ON_PAGE),
    )
    is_first = listing.number == 1
    credits = load_credits(
        [*part_of(cast, CAST_ON_PAGE, listing), *part_of(crew, CREW_ON_PAGE, listing)]
    )
    curtain = film_curtain(film, revealed=revealed) if is_first else ""
    facts = film_facts(film, film_genres(film), watch_links(film))
    known = {film.title, film.original_title}
    titles = [each for each in film.alternative_titles.all() if each.title not in known]
    path = reverse("pages:film", args=[film.slug])
    canonical = absolute_url(page_of(path, listing))
    page = {
        "title": film.title,
        "distinction": film.distinction,
        "original_title": film.original_title if film.original_title != film.title else "",
        "other_titles": titles[:MAX_TITLES],
        "tagline": film.tagline,
        "trailer": trailer_link(film),
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
        "reviews": review_cards_with_stills(part_of(reviews, REVIEWS_ON_PAGE, listing)),
        "review_count": len(reviews),
        "places": franchise_positions(film) if is_first else [],
        "hide_all_url": path,
        "open_count": int(bool(curtain) and revealed),
    }
    return {
        "page": page,
        "listing": listing,
        "metadata": None
        if revealed
        else film_metadata(
            film, credits, facts["genres"], canonical, [each.title for each in titles[:MAX_TITLES]]
        ),
        "canonical": canonical,
    }


def credits_of(film: Film) -> tuple[list[int], list[int]]:
    """The public credits of the cast and of the crew of ``film``, primary keys, in the order of
    billing. One query."""
    rows = Credit.objects.public().filter(film=film).by_billing().values_list("pk", "department")
    cast: list[int] = []
    crew: list[int] = []
    for pk, department in rows:
        (cast if department == Credit.ACTING else crew).append(pk)
    return cast, crew


def load_credits(keys: Sequence[int]) -> list[Credit]:
    """The credits with these ``keys`` in the order of billing, with people and characters. Two
    queries at most."""
    if not keys:
        return []
    credits = Credit.objects.filter(pk__in=keys).select_related("person")
    return list(credits.prefetch_related("characters").by_billing())


def live_reviews(film: Film) -> list[int]:
    """The live editions of ``film``, primary keys, the newest first. One query."""
    newest = Edition.objects.live().filter(film=film).order_by("-first_live_from", "-review_id")
    return list(newest.values_list("pk", flat=True))


def review_cards_with_stills(keys: Sequence[int]) -> list[ReviewCard]:
    """Cards of the live editions with these ``keys``, with lead images in the size for this page.
    Two queries at most."""
    editions = listed_editions(keys)
    return [
        replace(card, lead=picture_html(edition.lead_image, STILL_SIZES))
        for card, edition in zip(review_cards(editions), editions, strict=True)
    ]


def film_genres(film: Film) -> list[NamedSlug]:
    """The name and the slug of the genres of ``film``. One query."""
    return [(genre.name, genre.slug) for genre in film.genres.all()]


def film_facts(
    film: Film, genres: Sequence[NamedSlug], links: Sequence[WatchLink]
) -> dict[str, Any]:
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
        "watch_links": links,
    }
