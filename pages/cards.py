"""Reviews in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from images.models import Image
from images.pictures import picture
from publishing.models import Edition

POSTER_SIZES = "(min-width: 48rem) 16rem, 40vw"
LEAD_SIZES = "(min-width: 80rem) 76rem, 100vw"


@dataclass(frozen=True, slots=True)
class Card:
    """A review in a list; ``poster`` and ``lead`` are html, or ""."""

    url: str
    headline: str
    standfirst: str
    film_title: str
    film_url: str
    film_year: int | None
    critic_name: str
    critic_url: str
    published: datetime
    recommendation: str
    recommendation_label: str
    poster: SafeString | str
    lead: SafeString | str


def cards(editions: Iterable[Edition]) -> list[Card]:
    """Cards of ``editions`` that `EditionQuerySet.for_lists` has loaded; no further query."""
    return [
        Card(
            url=reverse("pages:review", args=[edition.review.slug]),
            headline=edition.headline,
            standfirst=edition.standfirst,
            film_title=edition.film.title,
            film_url=reverse("pages:film", args=[edition.film.slug]),
            film_year=edition.film.year,
            critic_name=edition.critic.display_name,
            critic_url=reverse("pages:critic", args=[edition.critic.slug]),
            published=edition.first_live_from,
            recommendation=edition.recommendation,
            recommendation_label=edition.get_recommendation_display(),
            poster=_html(edition.film.poster, POSTER_SIZES),
            lead=_html(edition.lead_image, LEAD_SIZES),
        )
        for edition in editions
    ]


def _html(image: Image | None, sizes: str) -> SafeString | str:
    return picture(image, sizes=sizes) if image else ""
