"""Drawing curtains: the page with some drawn, and what stands behind one.

Addresses that hold hidden text are kept out of every index.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editions.models import Edition
from editions.rerendering import rendering_of
from pages.curtains.revealing import ROBOTS, unindexed
from pages.gone import Gone, or_gone
from pages.live_reviews import live_review
from pages.reviews.page import rail_of, review_context


@require_safe
@unindexed
@or_gone
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    """A review with every curtain drawn."""
    edition = live_review(slug)
    rendering = rendering_of(edition)
    keys = frozenset(curtain.key for curtain in rendering.curtains)
    context = review_context(edition, rendering, drawn=keys)
    return render(request, "pages/review.html", context | {"robots": ROBOTS})


@require_safe
@unindexed
@or_gone
def one(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A review with one curtain drawn, and those around it."""
    edition = live_review(slug)
    rendering = rendering_of(edition)
    drawn = rendering.and_around(key)
    if not drawn:
        raise Http404
    context = review_context(edition, rendering, drawn=drawn)
    return render(request, "pages/review.html", context | {"robots": ROBOTS})


@require_safe
@unindexed
@or_gone
def fragment(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """What stands behind one curtain, for the page of this edition that a reader has open.

    The page's script puts it in place. A superseded edition answers for a day.
    """
    live_review(slug)
    editions = Edition.objects.begun().select_related("review")
    edition = get_object_or_404(editions, review__slug=slug, number=number)
    if not edition.is_readable():
        raise Gone
    content = rail_of(edition).content(key)
    if content is None:
        raise Http404
    return HttpResponse(content)
