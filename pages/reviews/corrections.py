"""Corrections of live reviews, for the About page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Subquery

from editions.models import Edition
from pages.paths import reverse

MAX_CORRECTIONS = 20


@dataclass(frozen=True, slots=True)
class Correction:
    """The ``note`` of an edition and when that edition began; the review's present headline."""

    published: datetime
    note: str
    headline: str
    film: str
    url: str


def recent_corrections(limit: int = MAX_CORRECTIONS) -> list[Correction]:
    """The newest corrections of reviews that are live. One query.

    A correction is the note of an edition that has begun and is not the review's first one.
    """
    live = Edition.objects.live().filter(review=OuterRef("review")).order_by()
    editions = (
        Edition.objects.begun()
        .filter(Exists(live), live_from__gt=F("first_live_from"))
        .exclude(note="")
        .annotate(headline_now=Subquery(live.values("headline")[:1]))
        .order_by("-live_from", "-pk")
        .values_list("live_from", "note", "headline_now", "film__title", "review__slug")
    )
    return [
        Correction(published, note, headline, film, reverse("pages:review", args=[slug]))
        for published, note, headline, film, slug in editions[:limit]
    ]
