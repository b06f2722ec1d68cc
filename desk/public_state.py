"""What readers see of a review now and later, and whether its manuscript has changed since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editions.content import ReviewContent
from editions.manuscript import read_rows, with_references
from editions.models import Edition
from editions.rerendering import content_of
from editions.serialisation import Unreadable
from reviews.models import Review

MAX_EDITIONS = 20
"""How many editions the desk lists, newest first."""


@dataclass(frozen=True, slots=True)
class PublicState:
    """``was_live``: an edition is or was public. ``has_changes``: the manuscript differs from the
    live edition; None without a live edition."""

    live: Edition | None
    pending: Edition | None
    was_live: bool
    has_changes: bool | None
    editions: list[Edition]
    embargo_until: datetime | None

    @property
    def under_embargo(self) -> bool:
        return self.embargo_until is not None and timezone.now() < self.embargo_until


def public_state(review: Review, content: ReviewContent | None = None) -> PublicState:
    """The state of ``review``. ``content`` is that of its manuscript; without it the rows are read
    if an edition is live. Parses no text."""
    now = timezone.now()
    editions = Edition.objects.filter(review=review)
    listed = editions.select_related("by")
    live = editions.live(now).select_related("body").defer("body__rendered").first()
    return PublicState(
        live=live,
        pending=listed.pending(now).first(),
        was_live=editions.begun(now).exists(),
        has_changes=_differs(live, review, content) if live else None,
        editions=list(listed.order_by("-number")[:MAX_EDITIONS]),
        embargo_until=review.embargo_until,
    )


def _differs(live: Edition, review: Review, content: ReviewContent | None) -> bool:
    try:
        frozen = content_of(live)
    except Unreadable:
        return True
    if content is None:
        # Only texts that are equal matter, and equal texts name the same films and pictures.
        slugs = {film.slug for film in frozen.spoiled}
        names = {image.name for image in frozen.images}
        content = with_references(read_rows(review), slugs, names)
    return frozen != content
