"""Reviews in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from editions.models import Edition
from images.models import Image
from images.picture_tag import picture
from pages.listings.scores import printed

POSTER_SIZES = (
    "(min-width: 80rem) 17.2rem, (min-width: 62.1rem) 21vw, (min-width: 46.1rem) 28vw, "
    "(min-width: 33.5rem) 44vw, 6.5rem"
)
LEAD_SIZES = "(min-width: 82rem) 82rem, 100vw"


@dataclass(frozen=True, slots=True)
class Card:
    """A review in a list; ``poster`` and ``lead`` are html, or "". ``score`` is "" for none."""

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
    score: str
    scale_best: str
    reading_minutes: int
    poster: SafeString | str
    lead: SafeString | str


def cards(editions: Iterable[Edition], *, is_lead: bool = False) -> list[Card]:
    """Cards of ``editions`` that `EditionQuerySet.for_lists` has loaded; no further query.

    ``is_lead``: the poster of the first is the first picture of the page.
    """
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
            score=_number(edition.score),
            scale_best=_number(edition.scale_best),
            reading_minutes=edition.reading_minutes,
            poster=_html(edition.film.poster, POSTER_SIZES, priority=is_lead and not place),
            lead=_html(edition.lead_image, LEAD_SIZES),
        )
        for place, edition in enumerate(editions)
    ]


def _number(value: Decimal | None) -> str:
    """Without trailing zeros; "" for none."""
    return "" if value is None else printed(f"{value.normalize():f}")


def _html(image: Image | None, sizes: str, *, priority: bool = False) -> SafeString | str:
    return picture(image, sizes=sizes, priority=priority) if image else ""
