"""The sitemap: what there is to find here, in sections of addresses.

What is public and no more: live editions, facts, people with a public credit. Somebody known by
surprise appearances alone is in none, as they have no page; nor is any picture but those that stand
outside of every curtain.
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
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from cast.models import Credit, Person
from editions.models import Edition, EditionQuerySet
from films.models import Film, Franchise
from images.models import Image
from pages.addresses import absolute, address
from pages.feeds.formats import printable
from pages.listings.last_change import modified, with_corrections
from reviews.models import Critic

NEWS_FOR = timedelta(days=2)
"""How long a review is news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""

XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class News:
    language: str
    published: datetime
    title: str


class Section(Sitemap):
    """A section; its addresses are of the site, whatever host it was asked at."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def pictures(self, item: Any) -> Iterable[Image | None]:
        return []

    def news(self, item: Any) -> News | None:
        return None

    def entries(self, page: int) -> list[dict[str, Any]]:
        """The addresses on a page with all that is said of them; raises `InvalidPage`."""
        return [
            url
            | {
                "pictures": [absolute(i.file.url) for i in self.pictures(url["item"]) if i],
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
        return (
            with_corrections(Edition.objects.live())
            .annotate(language=KT("rendered__language"))
            .for_lists()
        )

    def location(self, item: Edition) -> str:
        return reverse("pages:review", args=[item.review.slug])

    def lastmod(self, item: Edition) -> datetime:
        return modified(item)

    def pictures(self, item: Edition) -> list[Image | None]:
        # The edition's other pictures stand in its texts, some of them behind curtains.
        return [item.lead_image, item.film.poster]

    def news(self, item: Edition) -> News | None:
        if item.first_live_from < timezone.now() - NEWS_FOR:
            return None
        language: str = item.language  # type: ignore[attr-defined]
        return News(language, item.first_live_from, printable(item.headline))


class Films(Section):
    def items(self) -> QuerySet[Film]:
        reviews = Edition.objects.live().filter(film=OuterRef("pk"))
        return _dated(Film.objects.select_related("poster", "backdrop"), reviews)

    def location(self, item: Film) -> str:
        return reverse("pages:film", args=[item.slug])

    def lastmod(self, item: Any) -> datetime | None:
        return _date(item)

    def pictures(self, item: Film) -> list[Image | None]:
        return [item.poster, item.backdrop]


class Franchises(Section):
    def items(self) -> QuerySet[Franchise]:
        reviews = Edition.objects.live().filter(film__franchises=OuterRef("pk"))
        return _dated(Franchise.objects.all(), reviews)

    def location(self, item: Franchise) -> str:
        return reverse("pages:franchise", args=[item.slug])

    def lastmod(self, item: Any) -> datetime | None:
        return _date(item)


class People(Section):
    def items(self) -> QuerySet[Person]:
        credits = Credit.objects.public().filter(person=OuterRef("pk"))
        return Person.objects.filter(Exists(credits)).select_related("portrait").order_by("pk")

    def location(self, item: Person) -> str:
        return reverse("pages:person", args=[item.slug])

    def pictures(self, item: Person) -> list[Image | None]:
        return [item.portrait]


class Critics(Section):
    def items(self) -> QuerySet[Critic]:
        reviews = Edition.objects.live().filter(critic=OuterRef("pk"))
        return _dated(Critic.objects.filter(Exists(reviews)).select_related("portrait"), reviews)

    def location(self, item: Critic) -> str:
        return reverse("pages:critic", args=[item.slug])

    def lastmod(self, item: Any) -> datetime | None:
        return _date(item)

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


def _dated(rows: QuerySet[Any], reviews: EditionQuerySet) -> QuerySet[Any]:
    """``rows`` with when the newest of their ``reviews`` came out. A page says little else that is
    new; where there is no review nothing is said."""
    newest = reviews.order_by("-first_live_from").values("first_live_from")[:1]
    return rows.annotate(newest_review=Subquery(newest)).order_by("pk")


def _date(row: Any) -> datetime | None:
    newest: datetime | None = row.newest_review
    return newest


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Every section by its pages. One query a section."""
    sitemaps = []
    for name, section in SECTIONS.items():
        url = address("sitemap_section", name)
        paginator = section().paginator
        if paginator.count:
            sitemaps += [f"{url}?p={n}" if n > 1 else url for n in paginator.page_range]
    return render(request, "sitemaps/index.xml", {"sitemaps": sitemaps}, content_type=XML)


@require_safe
@conditional_page
def section(request: HttpRequest, section: str) -> HttpResponse:
    """A page of a section; 404 where there is no such section or page."""
    if section not in SECTIONS:
        raise Http404
    try:
        urls = SECTIONS[section]().entries(request.GET.get("p", "1"))  # type: ignore[arg-type]
    except InvalidPage as error:
        raise Http404 from error
    context = {"urls": urls, "site_name": settings.SITE_NAME}
    return render(request, "sitemaps/section.xml", context, content_type=XML)
