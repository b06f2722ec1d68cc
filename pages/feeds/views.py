"""The feeds of reviews: of all, of a critic, of the films of a franchise.

Clients validate a feed by an ETag of its bytes. There is no Last-Modified, because the removal of a
withdrawn review has no date.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from films.models import Franchise
from pages.absolute_urls import page_url
from pages.cache.public_page import public_page
from pages.facets.values import CRITIC, FRANCHISE
from pages.feeds.feed_editions import feed_editions, feed_editions_of
from pages.feeds.formats import FeedFormat
from pages.feeds.review_feed import ReviewFeed
from pages.former_slugs import found_by_slug
from reviews.models import Critic


@public_page()
@require_safe
@conditional_page
def review_feed(request: HttpRequest, format: type[FeedFormat]) -> HttpResponse:
    """The newest reviews."""
    feed = ReviewFeed(format, feed_editions(), page=page_url("reviews"))
    return feed(request)


@public_page()
@require_safe
@found_by_slug(Critic.objects.all)
@conditional_page
def critic_feed(request: HttpRequest, critic: Critic, format: type[FeedFormat]) -> HttpResponse:
    """The newest reviews by a critic."""
    editions = feed_editions_of(CRITIC, critic.pk)
    page = page_url("critic", critic.slug)
    return ReviewFeed(format, editions, page=page, subject=critic.display_name)(request)


@public_page()
@require_safe
@found_by_slug(Franchise.objects.all)
@conditional_page
def franchise_feed(
    request: HttpRequest, franchise: Franchise, format: type[FeedFormat]
) -> HttpResponse:
    """The newest reviews of the films of a franchise."""
    editions = feed_editions_of(FRANCHISE, franchise.pk)
    page = page_url("franchise", franchise.slug)
    return ReviewFeed(format, editions, page=page, subject=franchise.name)(request)
