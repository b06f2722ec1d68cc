"""A review with revealed curtains, and the hidden content of one curtain.

Search engines are asked not to index any of these responses.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editions.models import Edition
from editions.rerendering import rendering_of
from pages.curtains.noindex import NOINDEX, noindex
from pages.gone import Gone, gone_as_410
from pages.live_editions import live_edition
from pages.reviews.page import curtain_renderer, review_context
from pages.unreadable import unreadable_as_500


@require_safe
@noindex
@gone_as_410
@unreadable_as_500
def all_curtains(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with every curtain revealed."""
    edition = live_edition(slug)
    rendering = rendering_of(edition)
    keys = frozenset(curtain.key for curtain in rendering.curtains)
    context = review_context(edition, rendering, revealed=keys)
    return render(request, "pages/review.html", context | {"robots": NOINDEX})


@require_safe
@noindex
@gone_as_410
@unreadable_as_500
def one_curtain(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A review with the curtain ``key`` and the curtains around it revealed."""
    edition = live_edition(slug)
    rendering = rendering_of(edition)
    keys = rendering.and_around(key)
    if not keys:
        raise Http404
    context = review_context(edition, rendering, revealed=keys)
    return render(request, "pages/review.html", context | {"robots": NOINDEX})


@require_safe
@noindex
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
