"""The edition that a review's URL shows."""

from django.db.models import DateTimeField, SlugField
from django.http import Http404

from editions import clock
from editions.models import Edition, EditionQuerySet
from pages.gone import Gone
from pages.listings.modification_dates import with_correction
from pages.prepared_query import Argument, PreparedQuery


def live_edition(slug: str) -> Edition:
    """The live edition of the review at ``slug``, with rendering, correction, review, film and
    pictures.

    Raises `Gone` if the review was withdrawn, `Http404` if it was never public. One query if
    there is a live edition.
    """
    for edition in _LIVE.rows(slug=slug, now=clock.now()):
        return edition
    if Edition.objects.filter(review__slug=slug).begun().exists():
        raise Gone
    raise Http404


def _live() -> EditionQuerySet:
    now = Argument("now", DateTimeField())
    editions = Edition.objects.filter(review__slug=Argument("slug", SlugField())).live(now)
    related = ("review", "film__poster", "film__trailer_still", "lead_image")
    live = with_correction(editions.with_renderings().select_related(*related), now)
    return live.order_by()[:1]


_LIVE = PreparedQuery(_live)
