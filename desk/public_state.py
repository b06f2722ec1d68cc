"""What readers see of a review now and later, and whether its manuscript has changed since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editions.content import ReviewContent
from editions.models import Edition
from editions.unpublished_changes import differing
from reviews.models import Review

MAX_EDITIONS = 20
"""How many editions the desk lists, newest first."""


@dataclass(frozen=True, slots=True)
class PublicState:
    """``was_live``: an edition is or was public. ``has_changes``: the manuscript differs from the
    live edition, and ``pending_lacks_changes``: from the pending one; each is None without such an
    edition."""

    live: Edition | None
    pending: Edition | None
    was_live: bool
    has_changes: bool | None
    pending_lacks_changes: bool | None
    editions: list[Edition]
    embargo_until: datetime | None

    @property
    def under_embargo(self) -> bool:
        return self.embargo_until is not None and timezone.now() < self.embargo_until


def public_state(review: Review, content: ReviewContent | None = None) -> PublicState:
    """The state of ``review``. ``content`` is that of its manuscript; without it the rows are read
    if an edition is live or pending. Parses no text."""
    now = timezone.now()
    editions = Edition.objects.filter(review=review)
    listed = editions.select_related("by")
    with_body = listed.select_related("body").defer("body__rendered")
    live, pending = with_body.live(now).first(), with_body.pending(now).first()
    manuscripts = {review.pk: content} if content else None
    differ = differing(filter(None, [live, pending]), manuscripts)
    return PublicState(
        live=live,
        pending=pending,
        was_live=editions.begun(now).exists(),
        has_changes=live.pk in differ if live else None,
        pending_lacks_changes=pending.pk in differ if pending else None,
        editions=list(listed.order_by("-number")[:MAX_EDITIONS]),
        embargo_until=review.embargo_until,
    )
