"""A review with revealed curtains, and the hidden content of one curtain.

Only the live edition has pages with revealed curtains. Their URLs hold a checksum of what a reader
saw around the curtain, because a key may be that of another curtain in the next edition.
Search engines are asked not to index any of these responses.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from editions.models import Edition
from editions.rerendering import rendering_of
from pages.cache.public_page import public_page
from pages.curtains.curtain_renderer import edition_urls, verified_url
from pages.curtains.noindex import NOINDEX, noindex
from pages.former_slugs import review_found_by_slug
from pages.gone import Gone, gone_as_410
from pages.live_editions import live_edition
from pages.reviews.page import curtain_renderer, review_context
from pages.unreadable import unreadable_as_500


@public_page()
@require_safe
@noindex
@review_found_by_slug
@gone_as_410
@unreadable_as_500
def all_curtains(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with every curtain revealed."""
    edition = live_edition(slug)
    rendering = rendering_of(edition)
    keys = frozenset(curtain.key for curtain in rendering.curtains)
    context = review_context(edition, rendering, revealed=keys)
    return render(request, "pages/review.html", context | {"robots": NOINDEX})


@public_page()
@require_safe
@noindex
@review_found_by_slug
@gone_as_410
@unreadable_as_500
def one_curtain(request: HttpRequest, slug: str, key: str, checksum: str) -> HttpResponse:
    """A review with the curtain ``key`` and the curtains around it revealed.

    Redirects to the curtain that has ``checksum`` by now, or to `changed`.
    """
    edition = live_edition(slug)
    rendering = rendering_of(edition)
    urls = edition_urls(edition, rendering)
    if urls.checksums.get(key) != checksum:
        return redirect(verified_url(urls, checksum))
    context = review_context(edition, rendering, revealed=rendering.and_around(key))
    return render(request, "pages/review.html", context | {"robots": NOINDEX})


@require_safe
@noindex
@review_found_by_slug
@gone_as_410
@unreadable_as_500
def curtain_without_checksum(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Redirects a link from before URLs had a checksum.

    The link opens the curtain ``key`` only if the review had no other edition. Otherwise nothing
    says what the link was made for.
    """
    edition = live_edition(slug)
    urls = edition_urls(edition, rendering_of(edition))
    is_only = Edition.objects.begun().filter(review=edition.review_id).count() == 1
    return redirect(verified_url(urls, urls.checksums.get(key, "") if is_only else ""))


@public_page()
@require_safe
@noindex
@review_found_by_slug
@gone_as_410
@unreadable_as_500
def changed(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with all its curtains closed, for a link to a curtain that it no longer has."""
    edition = live_edition(slug)
    context = review_context(edition, rendering_of(edition))
    return render(request, "pages/review.html", context | {"robots": NOINDEX, "is_changed": True})


@public_page()
@require_safe
@noindex
@review_found_by_slug
@gone_as_410
@unreadable_as_500
def curtain_fragment(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """The hidden content of the curtain ``key`` in edition ``number``, which the script fetches.

    The edition is that of the page which the reader has open. A superseded edition is readable for
    a day, then 410.
    """
    live_edition(slug)
    editions = Edition.objects.begun().select_related("review")
    edition = get_object_or_404(editions, review__slug=slug, number=number)
    if not edition.is_readable():
        raise Gone
    content = curtain_renderer(edition).content(key)
    if content is None:
        raise Http404
    return HttpResponse(content)
