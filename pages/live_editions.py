"""The edition that a review's URL shows."""

from django.http import Http404

from editions.models import Edition
from pages.gone import Gone
from pages.listings.modification_dates import with_correction


def live_edition(slug: str) -> Edition:
    """The live edition of the review at ``slug``, with rendering, correction, review, film and
    pictures.

    Raises `Gone` if the review was withdrawn, `Http404` if it was never public. One query if
    there is a live edition.
    """
    editions = Edition.objects.filter(review__slug=slug)
    related = ("review", "film__poster", "lead_image")
    live = with_correction(editions.live().with_renderings().select_related(*related))
    for edition in live.order_by()[:1]:
        return edition
    if editions.begun().exists():
        raise Gone
    raise Http404
