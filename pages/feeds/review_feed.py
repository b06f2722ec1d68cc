"""A feed of reviews: its title and its entries, in the terms of Django's feeds.

`pages.feeds.formats` writes them as Atom, RSS or JSON Feed.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape
from django.utils.translation import gettext as _

from editions.models import Edition
from editions.rendered import Rendering
from editions.rerendering import with_renderings
from images.models import Image
from pages.absolute_urls import absolute_url, page_url
from pages.feeds.feed_editions import genres_of
from pages.feeds.formats import Author, FeedFormat, xml_safe
from pages.feeds.full_text import full_text
from pages.listings.modification_dates import modification_date
from pages.site import current_site, site_icon_url


def feed_title(subject: str = "") -> str:
    """The title of a feed. ``subject`` is the name of a critic or franchise, or "" for all."""
    subject = subject or _("Reviews")
    return f"{current_site().site_name}: {subject}"


def tag_uri(edition: Edition) -> str:
    """The permanent id of the review (RFC 4151). It does not depend on slug, headline or film."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{edition.first_live_from:%Y-%m-%d}:review/{edition.review_id}"


def image_media_type(image: Image) -> str:
    """The media type of the image's file, such as "image/jpeg", by its extension."""
    extension = image.file.name.rpartition(".")[2]
    return f"image/{'jpeg' if extension == 'jpg' else extension}"


class ReviewFeed(Feed):
    """The feed of ``editions``, which `pages.feeds.feed_editions` has loaded. ``page`` is the
    absolute URL of the page that lists them. It makes one query, for the genres of the films."""

    def __init__(
        self,
        feed_type: type[FeedFormat],
        editions: list[Edition],
        *,
        page: str,
        subject: str = "",
    ) -> None:
        self.feed_type = feed_type
        self.renderings: dict[Edition, Rendering] = dict(with_renderings(editions))
        self.genres = genres_of({edition.film_id for edition in self.renderings})
        self.link = page
        self.title = xml_safe(feed_title(subject))
        self.description = current_site().site_tagline
        self.subtitle = self.description

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.feed_url = self.feed_guid = absolute_url(request.path)
        response = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        if hub := settings.WEBSUB_HUB:
            response.headers["Link"] = f'<{hub}>; rel="hub", <{self.feed_url}>; rel="self"'
        return response

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        icon = site_icon_url(current_site(), 512) or static("icons/icon-512.png")
        return {"icon": absolute_url(icon), "hub": settings.WEBSUB_HUB}

    def items(self) -> list[Edition]:
        return list(self.renderings)

    def item_title(self, item: Edition) -> str:
        return xml_safe(item.headline)

    def item_description(self, item: Edition) -> str:
        return xml_safe(escape(item.standfirst))

    def item_link(self, item: Edition) -> str:
        return page_url("review", item.review.slug)

    def item_guid(self, item: Edition) -> str:
        return tag_uri(item)

    item_guid_is_permalink = False

    def item_pubdate(self, item: Edition) -> datetime:
        return item.first_live_from

    def item_updateddate(self, item: Edition) -> datetime:
        return modification_date(item)

    def item_categories(self, item: Edition) -> list[str]:
        return [xml_safe(genre.name) for genre in self.genres[item.film_id]]

    def item_enclosures(self, item: Edition) -> list[Enclosure]:
        """The lead image. Its length is given as 0, "unknown": only the storage knows it."""
        if item.lead_image is None:
            return []
        url = absolute_url(item.lead_image.file.url)
        return [Enclosure(url, "0", image_media_type(item.lead_image))]

    def item_extra_kwargs(self, item: Edition) -> dict[str, Any]:
        rendering = self.renderings[item]
        image = item.lead_image
        return {
            "summary": item.standfirst,
            "authors": [
                Author(xml_safe(critic.display_name), page_url("critic", critic.slug))
                for critic in item.signed_by()
            ],
            "content": xml_safe(full_text(item, rendering)),
            "language": rendering.language,
            "image": absolute_url(image.file.url) if image else "",
        }
