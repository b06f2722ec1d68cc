"""Finds what has happened since the last time, and stores who is to be told.

What has happened is read from the rows: an edition that has begun or ended, an embargo that has
ended. So it makes no difference who published, when, and whether a program was running then.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from editions import clock
from editions.models import Edition
from outreach.mail_recipients import mail_recipients
from outreach.models import Announcement, Delivery, OutreachState, Webhook
from outreach.websub import changed_feeds
from reviews.models import Review

Kind = Announcement.Kind

TOO_OLD = timedelta(days=7)
"""What is older when it is noticed is told to nobody: nobody wants a mail about last month."""


def announce() -> int:
    """Store an announcement of everything that has happened and has none, with its deliveries.

    Returns how many there are. Two runs at once make each of them once: the second waits for the
    row of the state, and finds them. Without anything new nothing is written.
    """
    if not OutreachState.objects.exists():
        OutreachState.objects.get_or_create(pk=OutreachState.SITE)
    if next(_happened(), None) is None:
        return 0
    with transaction.atomic():
        OutreachState.objects.select_for_update().get()
        found = [*_happened()]
        for announcement in found:
            announcement.save()
            Delivery.objects.bulk_create(_deliveries(announcement))
    return len(found)


def _happened() -> Iterator[Announcement]:
    """What has happened and has no announcement yet, as unsaved rows."""
    now = clock.now()
    since = max(OutreachState.objects.get().since, now - TOO_OLD)
    for edition in _unannounced_live(now, since).select_related("review", "film"):
        kind = Kind.UPDATED if _replaces_a_known_one(edition, since) else Kind.PUBLISHED
        yield _of_edition(edition, kind, edition.live_from)
    for edition in _unannounced_ended(now, since).select_related("review", "film"):
        assert edition.live_until is not None
        yield _of_edition(edition, Kind.WITHDRAWN, edition.live_until)
    for review in _unannounced_embargoes(now, since).select_related("film"):
        assert review.embargo_until is not None
        yield Announcement(review=review, kind=Kind.EMBARGO_ENDED, moment=review.embargo_until)


def _of_edition(edition: Edition, kind: Kind, moment: datetime) -> Announcement:
    return Announcement(review=edition.review, edition=edition, kind=kind, moment=moment)


def _unannounced_live(now: datetime, since: datetime) -> "QuerySet[Edition]":
    told = Announcement.objects.filter(
        edition=OuterRef("pk"), kind__in=[Kind.PUBLISHED, Kind.UPDATED]
    )
    live = Edition.objects.live(now).filter(~Exists(told), live_from__gt=since)
    return live.order_by("live_from", "pk")


def _replaces_a_known_one(edition: Edition, since: datetime) -> bool:
    """Whether the edition before it was live until now, and others know of it."""
    before = Edition.objects.filter(review=edition.review_id, live_until=edition.live_from).first()
    if before is None:
        return False
    was_told = Announcement.objects.filter(edition=before).exclude(kind=Kind.WITHDRAWN)
    return before.live_from <= since or was_told.exists()


def _unannounced_ended(now: datetime, since: datetime) -> "QuerySet[Edition]":
    """Editions that ended without another one in their place, of reviews that are not public."""
    same_review = Edition.objects.filter(review=OuterRef("review"))
    told = Announcement.objects.filter(edition=OuterRef("pk"), kind=Kind.WITHDRAWN)
    ended = Edition.objects.filter(live_until__gt=since, live_until__lte=now).filter(
        ~Exists(told),
        ~Exists(same_review.filter(live_from=OuterRef("live_until"))),
        ~Exists(same_review.live(now)),
    )
    return ended.order_by("live_until", "pk")


def _unannounced_embargoes(now: datetime, since: datetime) -> "QuerySet[Review]":
    """Embargoes that have ended. If the review is public, that is what is told."""
    told = Announcement.objects.filter(
        review=OuterRef("pk"), kind=Kind.EMBARGO_ENDED, moment=OuterRef("embargo_until")
    )
    public = Edition.objects.live(now).filter(review=OuterRef("pk"))
    ended = Review.objects.filter(embargo_until__gt=since, embargo_until__lte=now)
    return ended.filter(~Exists(told), ~Exists(public)).order_by("embargo_until", "pk")


def _deliveries(announcement: Announcement) -> Iterator[Delivery]:
    for account in mail_recipients(announcement):
        yield Delivery(announcement=announcement, channel=Delivery.Channel.MAIL, account=account)
    edition = announcement.edition
    if edition is None:
        return
    for webhook in Webhook.objects.filter(is_active=True, **{f"on_{announcement.kind}": True}):
        yield Delivery(announcement=announcement, channel=Delivery.Channel.WEBHOOK, webhook=webhook)
    for feed in changed_feeds(edition):
        yield Delivery(announcement=announcement, channel=Delivery.Channel.HUB, feed=feed)
