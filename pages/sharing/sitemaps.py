"""The sitemap: an index of sections, each with the URLs of one kind of page.

Only what is public is listed: live editions, facts, and people with a public credit. A person who
has only surprise appearances is left out, and so are pictures from the texts of a review, some of
which are behind curtains.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import InvalidPage
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from cast.models import Credit, Person
from editions import clock
from editions.models import Edition, EditionQuerySet
from films.models import Film, Franchise
from images.models import Image
from pages.absolute_urls import absolute_url, page_url
from pages.cache.public_page import public_page
from pages.feeds.formats import xml_safe
from pages.listings.modification_dates import modification_date, with_correction_date
from pages.paths import reverse
from pages.sharing.language_codes import news_language
from reviews.models import Critic

NEWS_PERIOD = timedelta(days=2)
"""How long a review is news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""

XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class News:
    """The news entry of a review. ``language`` is as `news_language` returns it."""

    language: str
    published: datetime
    title: str


class Section(Sitemap):
    """A section. Its URLs start with SITE_URL, whatever the host of the request."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def pictures(self, item: Any) -> Iterable[Image | None]:
        return []

    def news(self, item: Any) -> News | None:
        return None

    def entries(self, page: int) -> list[dict[str, Any]]:
        """The URLs on a page, each with its pictures and news. Raises `InvalidPage`."""
        return [
            url
            | {
                "pictures": [
                    absolute_url(image.file.url) for image in self.pictures(url["item"]) if image
                ],
                "news": self.news(url["item"]),
            }
            for url in self.get_urls(page)
        ]


class Pages(Section):
    NAMES = ("home", "reviews", "films", "franchises", "people", "critics", "about")

    def items(self) -> list[str]:
        return [*self.NAMES]

    def location(self, item: str) -> str:
        return reverse(f"pages:{item}")


class Reviews(Section):
    def items(self) -> QuerySet[Edition]:
        # A sitemap names no critics.
        return with_correction_date(Edition.objects.live()).for_lists().prefetch_related(None)

    def location(self, item: Edition) -> str:
        return reverse("pages:review", args=[item.review.slug])

    def lastmod(self, item: Edition) -> datetime:
        return modification_date(item)

    def pictures(self, item: Edition) -> list[Image | None]:
        # The other pictures of an edition are in its texts, and some are behind curtains.
        return [item.lead_image, item.film.poster]

    def news(self, item: Edition) -> News | None:
        until = item.first_live_from + NEWS_PERIOD
        clock.changes_at(until)
        if until < clock.now():
            return None
        language = news_language(item.language or settings.LANGUAGE_CODE)
        return News(language, item.first_live_from, xml_safe(item.headline))


class DatedSection(Section):
    """A section of rows from `with_newest_review`, whose date is that of the newest review."""

    def lastmod(self, item: Any) -> datetime | None:
        newest: datetime | None = item.newest_review
        return newest


class Films(DatedSection):
    def items(self) -> QuerySet[Film]:
        reviews = Edition.objects.live().filter(film=OuterRef("pk"))
        return with_newest_review(Film.objects.select_related("poster", "backdrop"), reviews)

    def location(self, item: Film) -> str:
        return reverse("pages:film", args=[item.slug])

    def pictures(self, item: Film) -> list[Image | None]:
        return [item.poster, item.backdrop]


class Franchises(DatedSection):
    def items(self) -> QuerySet[Franchise]:
        reviews = Edition.objects.live().filter(film__franchises=OuterRef("pk"))
        return with_newest_review(Franchise.objects.all(), reviews)

    def location(self, item: Franchise) -> str:
        return reverse("pages:franchise", args=[item.slug])


class People(Section):
    def items(self) -> QuerySet[Person]:
        credits = Credit.objects.public().filter(person=OuterRef("pk"))
        return Person.objects.filter(Exists(credits)).select_related("portrait").order_by("pk")

    def location(self, item: Person) -> str:
        return reverse("pages:person", args=[item.slug])

    def pictures(self, item: Person) -> list[Image | None]:
        return [item.portrait]


class Critics(DatedSection):
    def items(self) -> QuerySet[Critic]:
        reviews = Edition.objects.live().filter(critics=OuterRef("pk"))
        critics = Critic.objects.filter(Exists(reviews)).select_related("portrait")
        return with_newest_review(critics, reviews)

    def location(self, item: Critic) -> str:
        return reverse("pages:critic", args=[item.slug])

    def pictures(self, item: Critic) -> list[Image | None]:
        return [item.portrait]


SECTIONS: dict[str, type[Section]] = {
    "pages": Pages,
    "reviews": Reviews,
    "films": Films,
    "franchises": Franchises,
    "people": People,
    "critics": Critics,
}
"""By name, as in the URL of a section."""


def with_newest_review(rows: QuerySet[Any], reviews: EditionQuerySet) -> QuerySet[Any]:
    """``rows`` with ``newest_review``: when the newest of their ``reviews`` came out, or None.

    A new review is the main change of such a page, so its date serves as the page's date.
    """
    newest = reviews.order_by("-first_live_from").values("first_live_from")[:1]
    return rows.annotate(newest_review=Subquery(newest)).order_by("pk")


@public_page()
@require_safe
@conditional_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The URLs of all pages of all sections that have entries. One query per section."""
    sitemaps = []
    for name, section in SECTIONS.items():
        url = page_url("sitemap_section", name)
        paginator = section().paginator
        if paginator.count:
            sitemaps += [f"{url}?p={n}" if n > 1 else url for n in paginator.page_range]
    return render(request, "sitemaps/index.xml", {"sitemaps": sitemaps}, content_type=XML)


@public_page("p")
@require_safe
@conditional_page
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """The page ``?p=`` of a section; 404 if there is no such section or page."""
    if section not in SECTIONS:
        raise Http404
    try:
        urls = SECTIONS[section]().entries(request.GET.get("p", "1"))  # type: ignore[arg-type]
    except InvalidPage as error:
        raise Http404 from error
    context = {"urls": urls, "site_name": settings.SITE_NAME}
    return render(request, "sitemaps/section.xml", context, content_type=XML)
