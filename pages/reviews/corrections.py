"""What was put right in reviews, as their editions say it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from editions.models import Edition

CORRECTIONS = 20


@dataclass(frozen=True, slots=True)
class Correction:
    """``note`` is the edition's, since ``made``; ``headline`` is what the review has now."""

    made: datetime
    note: str
    headline: str
    film: str
    url: str


def recent_corrections(limit: int = CORRECTIONS) -> list[Correction]:
    """The newest in reviews that are live. One query.

    The note of a first edition corrects nothing, and one that is still to come is not public.
    """
    live = Edition.objects.live()
    editions = (
        Edition.objects.begun()
        .filter(live_from__gt=F("first_live_from"), review__in=live.values("review"))
        .exclude(note="")
        .annotate(now=Subquery(live.filter(review=OuterRef("review")).values("headline")[:1]))
        .order_by("-live_from", "-pk")
        .values_list("live_from", "note", "now", "film__title", "review__slug")
    )
    return [
        Correction(made, note, headline, film, reverse("pages:review", args=[slug]))
        for made, note, headline, film, slug in editions[:limit]
    ]
