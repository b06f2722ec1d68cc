"""Sends what is due, message by message.

Every message is sent at least once: if a run is killed after sending a message and before storing
that, the message is sent again after `CLAIM`. It then has the same id, by which recipients know it.
"""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import F, QuerySet

from accounts.mails import is_mail_set_up, send_now
from editions import clock
from editions.models import Edition
from outreach.mails import mail_of
from outreach.messages import body_of, headers_of
from outreach.models import Announcement, Delivery, Webhook
from outreach.posting import NotPosted, post
from outreach.websub import HEADERS, ping

LOG = logging.getLogger(__name__)

Channel, Status = Delivery.Channel, Delivery.Status

CLAIM = timedelta(minutes=5)
"""For how long an attempt has the message to itself. It is longer than any attempt takes."""

RETRIES = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=14),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""The waits after failed attempts. After the last of them the message is given up."""

GONE = 410
"""The answer of a webhook that wants no more messages."""


@dataclass(slots=True)
class Outcome:
    """What came of an attempt: the status of the delivery, where `Status.PENDING` is a failure that
    is tried again, and the answer for the list."""

    status: str
    answer: str = ""
    wait: timedelta = timedelta(0)
    """How long the recipient asks to wait before the next attempt."""


@dataclass(slots=True)
class Tally:
    sent: int = 0
    failed: int = 0
    dropped: int = 0


def deliver() -> Tally:
    """Try every delivery that is due, once. After a failure, others to the same recipient wait for
    the next run: one that does not answer holds nothing up."""
    tally = Tally()
    failing: set[str] = set()
    waiting = Delivery.objects.filter(status=Status.PENDING, due__lte=clock.now())
    for pk, channel, webhook in waiting.order_by("pk").values_list("pk", "channel", "webhook"):
        target = f"{channel} {webhook or ''}"
        if target in failing or not _claim(pk):
            continue
        delivery = _read(pk)
        outcome = _attempt(delivery)
        _store(delivery, outcome)
        if outcome.status == Status.PENDING:
            tally.failed += 1
            failing.add(target)
        elif outcome.status == Status.SENT:
            tally.sent += 1
        else:
            tally.dropped += 1
    return tally


def send_again(deliveries: "QuerySet[Delivery]") -> int:
    """Have the next run try those of ``deliveries`` that wait or were given up. Returns how many.

    What was given up is tried as often as a new message. One that another run is sending at this
    moment may be sent twice; its id is the same.
    """
    chosen = Delivery.objects.filter(pk__in=[*deliveries.values_list("pk", flat=True)])
    now = clock.now()
    count = chosen.filter(status=Status.PENDING).update(due=now)
    given_up = chosen.filter(status=Status.FAILED)
    return count + given_up.update(status=Status.PENDING, due=now, done=None, attempts=0)


def _claim(pk: int) -> bool:
    """Whether this run may send the delivery: of several runs at once, one may."""
    now = clock.now()
    waiting = Delivery.objects.filter(pk=pk, status=Status.PENDING, due__lte=now)
    return waiting.update(due=now + CLAIM, attempts=F("attempts") + 1) == 1


def _read(pk: int) -> Delivery:
    related = ("announcement__review__film", "announcement__edition__film", "account", "webhook")
    return Delivery.objects.select_related(*related, "announcement__edition__review").get(pk=pk)


def _attempt(delivery: Delivery) -> Outcome:
    if not _is_true_still(delivery.announcement):
        return Outcome(Status.DROPPED, "outdated")
    send: dict[str, Callable[[Delivery], Outcome]] = {
        Channel.MAIL: _send_mail,
        Channel.WEBHOOK: _send_to_webhook,
        Channel.HUB: _send_to_hub,
    }
    try:
        return send[delivery.channel](delivery)
    except NotPosted as error:
        return Outcome(Status.PENDING, str(error))
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        # One message that cannot be written must not keep the others back.
        return Outcome(Status.PENDING, type(error).__name__)


def _is_true_still(announcement: Announcement) -> bool:
    """Whether what is told is so still. A review that was withdrawn meanwhile is not told of."""
    if announcement.kind == Announcement.Kind.EMBARGO_ENDED:
        return announcement.review.embargo_until == announcement.moment
    live = Edition.objects.live().filter(review=announcement.review_id)
    if announcement.kind == Announcement.Kind.WITHDRAWN:
        return not live.exists()
    return announcement.edition_id in live.values_list("pk", flat=True)


def _send_mail(delivery: Delivery) -> Outcome:
    account = delivery.account
    assert account is not None
    if not (is_mail_set_up() and account.is_active and account.is_staff and account.email):
        return Outcome(Status.DROPPED)
    error = send_now([mail_of(delivery)])
    return Outcome(Status.PENDING, error) if error else Outcome(Status.SENT)


def _send_to_webhook(delivery: Delivery) -> Outcome:
    webhook = delivery.webhook
    assert webhook is not None
    if not webhook.is_active:
        return Outcome(Status.DROPPED)
    body = body_of(delivery)
    headers = headers_of(delivery, body, int(time.time()))
    status, wait = post(webhook.address, body, headers)
    if status == GONE:
        Webhook.objects.filter(pk=webhook.pk).update(is_active=False)
        return Outcome(Status.DROPPED, str(status))
    return _of_status(status, wait)


def _send_to_hub(delivery: Delivery) -> Outcome:
    if not settings.WEBSUB_HUB:
        return Outcome(Status.DROPPED)
    # Of several changes of one feed, such as those of an import, the last message tells all.
    later = Delivery.objects.filter(feed=delivery.feed, status=Status.PENDING, pk__gt=delivery.pk)
    if later.exists():
        return Outcome(Status.DROPPED, "told with a later change")
    return _of_status(*post(settings.WEBSUB_HUB, ping(delivery.feed), HEADERS))


def _of_status(status: int, retry_after: str) -> Outcome:
    if 200 <= status < 300:
        return Outcome(Status.SENT, str(status))
    # The header may also have a date; the usual wait is used then.
    seconds = int(retry_after) if re.fullmatch(r"[0-9]{1,6}", retry_after) else 0
    return Outcome(Status.PENDING, str(status), min(timedelta(seconds=seconds), RETRIES[-1]))


def _store(delivery: Delivery, outcome: Outcome) -> None:
    now = clock.now()
    status, due, done = outcome.status, now, None
    if status == Status.PENDING and delivery.attempts > len(RETRIES):
        status = Status.FAILED
    if status == Status.PENDING:
        due = now + max(RETRIES[delivery.attempts - 1], outcome.wait)
    else:
        done = now
    if outcome.status == Status.PENDING:
        LOG.warning(
            "Delivery %d (%s) failed: %s. Attempt %d, %s.",
            *(delivery.pk, delivery.channel, outcome.answer, delivery.attempts),
            "given up" if status == Status.FAILED else f"the next one at {_shown(due)}",
        )
    Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(
        status=status, due=due, done=done, answer=outcome.answer[:80]
    )


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
