"""The picture of a review that is shown where its address is passed on."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from editions.rerendering import rendering_of
from pages.gone import or_gone
from pages.live_reviews import live_review
from pages.sharing.share_cards import card_of, png_of


@require_safe
@or_gone
def share_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of the review at ``slug`` as a PNG of 1200×630.

    Anybody may keep it, and asks anew each time: a correction shows at once, and what has not
    changed is 304 without being drawn.
    """
    edition = live_review(slug)
    card = card_of(edition, rendering_of(edition))
    etag = f'"{card.fingerprint()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(png_of(card, edition.film.poster), content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response
