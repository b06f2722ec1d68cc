"""Feeds of reviews: all of them, a critic's, a franchise's.

They are validated by what they hold (an ETag of the bytes), not by a date: no date tells that a
review was withdrawn.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from editions.models import Edition, EditionQuerySet
from editions.rerendering import rendering_of
from films.models import Franchise, Genre
from images.models import Image
from pages.addresses import absolute, address
from pages.feeds.formats import Dated, printable
from pages.feeds.full_text import full_text
from pages.listings.last_change import modified, with_corrections
from reviews.models import Critic

LENGTH = 20


@require_safe
@conditional_page
def reviews(request: HttpRequest, format: type[Dated]) -> HttpResponse:
    """Every review, the newest first."""
    return Reviews(format, Edition.objects.live(), page=address("reviews"))(request)


@require_safe
@conditional_page
def critic(request: HttpRequest, slug: str, format: type[Dated]) -> HttpResponse:
    critic = get_object_or_404(Critic, slug=slug)
    own = Edition.objects.live().filter(critic=critic)
    page = address("critic", critic.slug)
    return Reviews(format, own, page=page, subject=critic.display_name)(request)


@require_safe
@conditional_page
def franchise(request: HttpRequest, slug: str, format: type[Dated]) -> HttpResponse:
    franchise = get_object_or_404(Franchise, slug=slug)
    own = Edition.objects.live().filter(film__in=franchise.films.all())
    page = address("franchise", franchise.slug)
    return Reviews(format, own, page=page, subject=franchise.name)(request)


def title_of(subject: str = "") -> str:
    """The title of the feed of ``subject``, a critic's or a franchise's name, or of them all."""
    subject = subject or _("Reviews")
    return f"{settings.SITE_NAME}: {subject}"


def tag_uri(edition: Edition) -> str:
    """The review's name for good (RFC 4151): no change of slug, headline or film touches it."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{edition.first_live_from:%Y-%m-%d}:review/{edition.review_id}"


def file_type(image: Image) -> str:
    ending = image.file.name.rpartition(".")[2]
    return f"image/{'jpeg' if ending == 'jpg' else ending}"


class Reviews(Feed):
    """Two queries, however many: the editions, and the genres of their films."""

    def __init__(
        self, feed_type: type[Dated], editions: EditionQuerySet, *, page: str, subject: str = ""
    ) -> None:
        self.feed_type = feed_type
        self.editions = editions
        self.link = page
        self.title = printable(title_of(subject))
        self.description = _("Film criticism that keeps the ending to itself until you ask.")
        self.subtitle = self.description

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.feed_url = self.feed_guid = absolute(request.path)
        response = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        return response

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        return {"icon": absolute(static("icons/icon-512.png"))}

    def items(self) -> EditionQuerySet:
        genres = Prefetch("film__genres", Genre.objects.order_by("name"))
        return (
            with_corrections(self.editions)
            .select_related("review", "film", "critic", "lead_image")
            .prefetch_related(genres)
            .defer("content", "search_text", "leaks")
            .order_by("-first_live_from", "-review_id")[:LENGTH]
        )

    def item_title(self, item: Edition) -> str:
        return printable(item.headline)

    def item_description(self, item: Edition) -> str:
        return printable(escape(item.standfirst))

    def item_link(self, item: Edition) -> str:
        return address("review", item.review.slug)

    def item_guid(self, item: Edition) -> str:
        return tag_uri(item)

    item_guid_is_permalink = False

    def item_pubdate(self, item: Edition) -> datetime:
        return item.first_live_from

    def item_updateddate(self, item: Edition) -> datetime:
        return modified(item)

    def item_author_name(self, item: Edition) -> str:
        return printable(item.critic.display_name)

    def item_author_link(self, item: Edition) -> str:
        return address("critic", item.critic.slug)

    def item_categories(self, item: Edition) -> list[str]:
        return [printable(genre.name) for genre in item.film.genres.all()]

    def item_enclosures(self, item: Edition) -> list[Enclosure]:
        """The lead image. How long its file is, only the storage knows: 0 says "unknown"."""
        if item.lead_image is None:
            return []
        return [Enclosure(absolute(item.lead_image.file.url), "0", file_type(item.lead_image))]

    def item_extra_kwargs(self, item: Edition) -> dict[str, Any]:
        rendering = rendering_of(item)
        image = item.lead_image
        return {
            "summary": item.standfirst,
            "content": printable(full_text(item, rendering)),
            "language": rendering.language,
            "image": absolute(image.file.url) if image else "",
        }
