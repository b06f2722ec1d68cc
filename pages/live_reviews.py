"""Which review an address means."""

from django.http import Http404

from editions.models import Edition
from pages.gone import Gone


def live_review(slug: str) -> Edition:
    """The live edition of the review at ``slug``, with its facts.

    Raises `Gone` if the review is withdrawn, `Http404` if it was never public.
    """
    editions = Edition.objects.filter(review__slug=slug).select_related(
        "review", "film__poster", "critic", "lead_image"
    )
    live = editions.live().first()
    if live:
        return live
    if editions.begun().exists():
        raise Gone
    raise Http404
