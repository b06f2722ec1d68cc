"""What the sitemap lists: a section for each kind of page.

Only what is public is listed: live editions, facts, and people with a public credit. A person who
has only surprise appearances is left out, and so are pictures from the texts of a review, some of
which are behind curtains.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cast.models import Person
from editions import clock
from editions.models import Edition, EditionQuerySet
from films.models import Film, Franchise
from pages.facets.models import FacetEntry, FacetValue
from pages.facets.values import CRITIC, FRANCHISE
from pages.feeds.formats import xml_safe
from pages.listings.modification_dates import with_correction_date
from pages.paths import reverse
from pages.sharing.language_codes import news_language
from reviews.models import Critic
from site_settings.models import SitePage

NEWS_PERIOD = timedelta(days=2)
"""How long a review is news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""

PAGES = ("home", "reviews", "films", "franchises", "people", "critics", "about")
"""The URL names of the pages without arguments."""


@dataclass(frozen=True, slots=True)
class News:
    """The news entry of a review. ``language`` is as `news_language` returns it."""

    language: str
    published: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page. ``pictures`` are the names of files in the storage of the image library."""

    path: str
    changed: datetime | None = None
    pictures: Sequence[str] = ()
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of ``rows``, which ``read`` makes of some of them in one or two queries.

    ``key`` is the column by whose values the rows are divided into pages.
    """

    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Any], Iterator[Entry]]
    key: str = "pk"


def static_pages() -> Iterator[Entry]:
    for name in PAGES:
        yield Entry(reverse(f"pages:{name}"))
    for slug in SitePage.objects.published().order_by("pk").values_list("slug", flat=True):
        yield Entry(reverse("pages:own_page", [slug]))


def _reviews(editions: EditionQuerySet) -> Iterator[Entry]:
    """The newest first."""
    rows: Any = with_correction_date(editions).order_by("-first_live_from", "-review_id")
    path = _path_of("review")
    for slug, first, corrected, headline, language, *pictures in rows.values_list(
        "review__slug",
        "first_live_from",
        "corrected",
        "headline",
        "language",
        "lead_image__file",
        "film__poster__file",
    ):
        # The other pictures of an edition are in its texts, and some are behind curtains.
        news = _news(first, headline, language)
        yield Entry(path(slug), corrected or first, _named(pictures), news)


def _news(first_live_from: datetime, headline: str, language: str) -> News | None:
    until = first_live_from + NEWS_PERIOD
    clock.changes_at(until)
    if until < clock.now():
        return None
    return News(
        news_language(language or settings.LANGUAGE_CODE), first_live_from, xml_safe(headline)
    )


def _films(films: QuerySet[Film]) -> Iterator[Entry]:
    """A new review is the main change of a film's page, so its date serves as the page's date."""
    reviews = Edition.objects.live().filter(film=OuterRef("pk")).order_by("-first_live_from")
    dated = films.annotate(newest=Subquery(reviews.values("first_live_from")[:1])).order_by("pk")
    path = _path_of("film")
    for slug, newest, *pictures in dated.values_list(
        "slug", "newest", "poster__file", "backdrop__file"
    ):
        yield Entry(path(slug), newest, _named(pictures))


def _franchises(franchises: QuerySet[Franchise]) -> Iterator[Entry]:
    newest = _newest_reviews(FRANCHISE)
    path = _path_of("franchise")
    for pk, slug in franchises.order_by("pk").values_list("pk", "slug"):
        yield Entry(path(slug), newest.get(str(pk)))


def _people(people: QuerySet[Person]) -> Iterator[Entry]:
    path = _path_of("person")
    for slug, portrait in people.order_by("pk").values_list("slug", "portrait__file"):
        yield Entry(path(slug), None, _named([portrait]))


def _critics(critics: QuerySet[Critic]) -> Iterator[Entry]:
    newest = _newest_reviews(CRITIC)
    path = _path_of("critic")
    for pk, slug, portrait in critics.order_by("pk").values_list("pk", "slug", "portrait__file"):
        yield Entry(path(slug), newest.get(str(pk)), _named([portrait]))


def _newest_reviews(filter: str) -> dict[str, datetime]:
    """When the newest live review with each value of ``filter`` came out, by the primary key of the
    value's row. One query."""
    entries = FacetEntry.objects.live(clock.now()).filter(value=OuterRef("pk"))
    newest = entries.order_by("-first_live_from").values("first_live_from")[:1]
    values = FacetValue.objects.filter(filter=filter).order_by().annotate(newest=Subquery(newest))
    return dict(values.exclude(newest=None).values_list("key", "newest"))


def _critics_with_reviews() -> QuerySet[Critic]:
    reviews = Edition.objects.live().filter(bylines__critic=OuterRef("pk"))
    return Critic.objects.filter(Exists(reviews))


def _path_of(name: str) -> Callable[[str], str]:
    """From a slug to the path of its page. A sitemap has more of them than `reverse` keeps."""
    before, after = reverse(f"pages:{name}", args=["slug"]).rsplit("slug", 1)
    return lambda slug: f"{before}{slug}{after}"


def _named(pictures: Sequence[str | None]) -> list[str]:
    return [name for name in pictures if name]


SECTIONS: dict[str, Section] = {
    "reviews": Section(lambda: Edition.objects.live(), _reviews, "review_id"),
    "films": Section(lambda: Film.objects.confirmed(), _films),
    "franchises": Section(lambda: Franchise.objects.all(), _franchises),
    "people": Section(Person.objects.known, _people),
    "critics": Section(_critics_with_reviews, _critics),
}
"""By name, as in the URL of a section."""
