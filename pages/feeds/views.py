"""The feeds of reviews: of all, of a critic, of the films of a franchise.

Clients validate a feed by an ETag of its bytes. There is no Last-Modified, because the removal of a
withdrawn review has no date.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe

from editions.models import Edition
from films.models import Franchise
from pages.absolute_urls import page_url
from pages.feeds.formats import FeedFormat
from pages.feeds.review_feed import ReviewFeed
from reviews.models import Critic


@require_safe
@conditional_page
def review_feed(request: HttpRequest, format: type[FeedFormat]) -> HttpResponse:
    """The newest reviews."""
    feed = ReviewFeed(format, Edition.objects.live(), page=page_url("reviews"))
    return feed(request)


@require_safe
@conditional_page
def critic_feed(request: HttpRequest, slug: str, format: type[FeedFormat]) -> HttpResponse:
    """The newest reviews by a critic."""
    critic = get_object_or_404(Critic, slug=slug)
    editions = Edition.objects.live().filter(critic=critic)
    page = page_url("critic", critic.slug)
    return ReviewFeed(format, editions, page=page, subject=critic.display_name)(request)


@require_safe
@conditional_page
def franchise_feed(request: HttpRequest, slug: str, format: type[FeedFormat]) -> HttpResponse:
    """The newest reviews of the films of a franchise."""
    franchise = get_object_or_404(Franchise, slug=slug)
    editions = Edition.objects.live().filter(film__in=franchise.films.all())
    page = page_url("franchise", franchise.slug)
    return ReviewFeed(format, editions, page=page, subject=franchise.name)(request)
