"""The edition that a review's URL shows."""

from django.http import Http404

from editions.models import Edition
from pages.gone import Gone


def live_edition(slug: str) -> Edition:
    """The live edition of the review at ``slug``, with review, film, pictures and bylines.

    Raises `Gone` if the review was withdrawn, `Http404` if it was never public. Two queries if
    there is a live edition.
    """
    editions = Edition.objects.filter(review__slug=slug).select_related(
        "review", "film__poster", "lead_image"
    )
    live = editions.live().prefetch_related("bylines").first()
    if live:
        return live
    if editions.begun().exists():
        raise Gone
    raise Http404
