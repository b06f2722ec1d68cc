"""Reviews as cards in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from editions.models import Edition
from pages.languages import foreign_language
from pages.listings.bylines import Byline
from pages.listings.scores import printed_score, spoken_score
from pages.paths import reverse
from pages.pictures import picture_html
from verdicts.models import Verdict
from verdicts.scales import plain_number

POSTER_SIZES = (
    "(min-width: 80rem) 17.2rem, (min-width: 62.1rem) 21vw, (min-width: 46.1rem) 28vw, "
    "(min-width: 33.5rem) 44vw, 6.5rem"
)
LEAD_SIZES = "(min-width: 82rem) 82rem, 100vw"


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A review in a list. ``poster`` and ``lead`` (its lead image) are HTML, or "".

    ``language`` is that of the headline and standfirst; "" if it is the site's. ``score`` is as
    printed and ``spoken_score`` as spoken; both are "" for a review without one.
    """

    url: str
    headline: str
    language: str
    standfirst: str
    film_title: str
    film_url: str
    film_year: int | None
    film_distinction: str
    byline: Byline
    published: datetime
    recommendation: str
    recommendation_label: str
    score: str
    spoken_score: str
    reading_minutes: int
    poster: SafeString | str
    lead: SafeString | str


def review_cards(
    editions: Iterable[Edition], *, prioritize_first: bool = False
) -> list[ReviewCard]:
    """Cards of ``editions`` that `pages.listed_editions` has loaded. No further query.

    ``prioritize_first``: fetch the poster of the first card first.
    """
    return [
        ReviewCard(
            url=reverse("pages:review", args=[edition.review.slug]),
            headline=edition.headline,
            language=foreign_language(edition.language),
            standfirst=edition.standfirst,
            film_title=edition.film.title,
            film_url=reverse("pages:film", args=[edition.film.slug]),
            film_year=edition.film.year,
            film_distinction=edition.film.distinction,
            byline=Byline.of(edition),
            published=edition.first_live_from,
            recommendation=edition.recommendation,
            recommendation_label=_label(edition.recommendation),
            score=printed_score(*_score(edition)),
            spoken_score=spoken_score(*_score(edition)),
            reading_minutes=edition.reading_minutes,
            poster=picture_html(
                edition.film.poster, POSTER_SIZES, priority=prioritize_first and not position
            ),
            lead=picture_html(edition.lead_image, LEAD_SIZES),
        )
        for position, edition in enumerate(editions)
    ]


def _label(recommendation: str) -> str:
    """As `get_recommendation_display`, which translates the labels of all choices each time."""
    return str(Verdict.Recommendation(recommendation).label) if recommendation else ""


def _score(edition: Edition) -> tuple[str, str, str]:
    """The kind of scale, the score and the best score, as `printed_score` takes them."""
    if edition.score is None or edition.scale_best is None:
        return edition.scale_kind, "", ""
    return edition.scale_kind, plain_number(edition.score), plain_number(edition.scale_best)
