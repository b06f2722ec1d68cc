"""Sets the editions of a review right after the clock of a server was ahead.

What was published while it was ahead begins in the future once the clock is right. Until then
nothing that an editor does would show: an edition that was public counts as public, so the next one
could only follow it, and a withdrawal would end it then.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from editions.models import Edition
from reviews.models import Review

INSTANT = timedelta(microseconds=1)
"""Shortest duration of an edition, for two publications within the resolution of the clock."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clocks of servers may differ, and a clock may be corrected."""


def begin_now(*, review: Review, now: datetime, last: datetime) -> datetime:
    """Let what begins or ends between ``now`` and ``last``, the moment of the last operation on the
    locked ``review``, do so now and in the same order. Returns the moment after it.

    Up to `CLOCKS_DIFFER`, nothing changes, and the moment is the later one of the two.
    """
    if last - now <= CLOCKS_DIFFER:
        return max(now, last)
    moments = (now + INSTANT, last)
    editions = Edition.objects.filter(
        Q(live_from__range=moments) | Q(live_until__range=moments), review=review
    ).order_by("live_from")
    found = {edition.live_from for edition in editions} | {
        edition.live_until for edition in editions if edition.live_until
    }
    right = {
        moment: now + number * INSTANT
        for number, moment in enumerate(sorted(each for each in found if now < each <= last), 1)
    }
    for edition in editions:
        edition.live_from = right.get(edition.live_from, edition.live_from)
        if edition.live_until:
            edition.live_until = right.get(edition.live_until, edition.live_until)
        edition.first_live_from = min(edition.first_live_from, edition.live_from)
        edition.save(update_fields=["live_from", "live_until", "first_live_from"])
    return now + len(right) * INSTANT
