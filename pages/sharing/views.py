"""The share card of a review as an image."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from editions.rerendering import rendering_of
from editions.serialisation import Unreadable
from pages.cache.public_page import public_page
from pages.former_slugs import review_found_by_slug
from pages.gone import gone_as_410
from pages.live_editions import live_edition
from pages.sharing.share_cards import edition_share_card, share_card_png


@public_page()
@require_safe
@review_found_by_slug
@gone_as_410
def share_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of the review at ``slug`` as a PNG of 1200×630 pixels.

    Caches may store it but must revalidate it every time, so that a correction shows at once. An
    unchanged card answers 304 without being drawn. A review that cannot be read has no card.
    """
    edition = live_edition(slug)
    try:
        card = edition_share_card(edition, rendering_of(edition))
    except Unreadable as error:
        raise Http404 from error
    etag = f'"{card.fingerprint()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(share_card_png(card, edition.film.poster), content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response
