"""Where a review stands: what readers see, what is to come, what the manuscript says."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editions.content import ReviewContent
from editions.manuscript import read_rows, with_references
from editions.models import Edition
from editions.serialisation import Unreadable, content_from_json
from reviews.models import Review

SHOWN = 20
"""How many editions the desk lists, the newest first."""


@dataclass(frozen=True, slots=True)
class State:
    """``differs``: whether the manuscript says anything else than the live edition; None if
    nothing is live. ``was_live``: readers have seen an edition, now or once."""

    live: Edition | None
    pending: Edition | None
    was_live: bool
    differs: bool | None
    editions: list[Edition]
    embargo_until: datetime | None

    @property
    def under_embargo(self) -> bool:
        return self.embargo_until is not None and timezone.now() < self.embargo_until


def state_of(review: Review, content: ReviewContent | None = None) -> State:
    """The state of ``review``. ``content`` is that of its manuscript; without it the rows are read
    if an edition is live. Parses no text."""
    now = timezone.now()
    editions = Edition.objects.filter(review=review)
    light = editions.defer("content", "rendered", "search_text", "leaks").select_related("by")
    live = editions.live(now).first()
    return State(
        live=live,
        pending=light.pending(now).first(),
        was_live=editions.begun(now).exists(),
        differs=_differs(live, review, content) if live else None,
        editions=list(light.order_by("-number")[:SHOWN]),
        embargo_until=review.embargo_until,
    )


def _differs(live: Edition, review: Review, content: ReviewContent | None) -> bool:
    try:
        frozen = content_from_json(live.content, live.content_schema)
    except Unreadable:
        return True
    if content is None:
        # Only texts that are equal matter, and equal texts name the same films and pictures.
        slugs = {film.slug for film in frozen.spoiled}
        names = {image.name for image in frozen.images}
        content = with_references(read_rows(review), slugs, names)
    return frozen != content
