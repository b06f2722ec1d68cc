"""What readers see of a review now and later, and whether its manuscript has changed since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editions.content import ReviewContent
from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.serialisation import Unreadable, content_from_json
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
    """The state of ``review``. ``content`` is its manuscript; it is read if not given."""
    now = timezone.now()
    editions = Edition.objects.filter(review=review)
    light = editions.defer("content", "rendered", "search_text", "leaks").select_related("by")
    live = editions.live(now).first()
    return PublicState(
        live=live,
        pending=light.pending(now).first(),
        was_live=editions.begun(now).exists(),
        has_changes=_differs(live, content or read_manuscript(review)) if live else None,
        editions=list(light.order_by("-number")[:MAX_EDITIONS]),
        embargo_until=review.embargo_until,
    )


def _differs(live: Edition, content: ReviewContent) -> bool:
    try:
        return content_from_json(live.content, live.content_schema) != content
    except Unreadable:
        return True
