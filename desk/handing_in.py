"""Operations of critics and editors: hand a review in, send it back, write to its critics."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.autosave.answers import account_name
from desk.comments.commenting import comment
from desk.date_style import day_and_time
from desk.handing_in_mails import tell_critics, tell_editors, tell_of_note
from editions.history import Kind, record, stored_content
from editions.history_models import ReviewEvent
from editions.publishing import PublishingRefused
from reviews.models import Review

SAID = {
    Kind.SUBMITTED: gettext_lazy("Handed in by %(who)s: %(when)s."),
    Kind.RETURNED: gettext_lazy("Sent back by %(who)s: %(when)s."),
}

WHY_LENGTH = 300
"""The most characters of a reason in the history."""


@transaction.atomic
def hand_in(*, review: Review, by: Any, message: str = "") -> None:
    """Submit a draft to the editors, who are told by mail. ``message`` becomes a comment.

    Raises `PublishingRefused` if it is submitted already.
    """
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.stage != Review.Stage.DRAFT:
        raise PublishingRefused(_("This review is with the editors already."))
    _move(locked, Review.Stage.SUBMITTED, Kind.SUBMITTED, by=by, message=message)
    tell_editors(locked, by=by)


@transaction.atomic
def send_back(*, review: Review, by: Any, message: str = "") -> None:
    """Make a submitted review a draft again and tell its critics. ``message`` becomes a comment.

    Raises `PublishingRefused` if it is a draft already.
    """
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.stage != Review.Stage.SUBMITTED:
        raise PublishingRefused(_("This review is a draft already."))
    _move(locked, Review.Stage.DRAFT, Kind.RETURNED, by=by, message=message)
    tell_critics(locked, by=by)


@transaction.atomic
def write_note(*, review: Review, by: Any, message: str) -> bool:
    """Add ``message`` as a comment, and tell the critics of ``review`` by mail that it is there.
    Returns whether a critic gets a mail."""
    comment(review=review, by=by, text=message)
    return tell_of_note(review, by=by)


def last_handing(review: Review) -> str:
    """Who handed ``review`` in or sent it back last, and when; "" if it has been published since or
    if nobody has. One query."""
    kinds = (Kind.SUBMITTED, Kind.RETURNED, Kind.PUBLISHED, Kind.SCHEDULED)
    events = ReviewEvent.objects.filter(review=review, kind__in=kinds).select_related("by")
    event = events.order_by("-pk").first()
    if event is None or event.kind not in SAID:
        return ""
    who = account_name(event.by) if event.by else _("A removed account")
    return str(SAID[Kind(event.kind)]) % {"who": who, "when": day_and_time(event.at)}


def _move(review: Review, stage: Review.Stage, kind: Kind, *, by: Any, message: str) -> None:
    Review.objects.filter(pk=review.pk).update(stage=stage, modified=timezone.now())
    review.stage = stage
    why = Truncator(message).chars(WHY_LENGTH)
    record(review, kind, by=by, why=why, content=stored_content(review))
    if message:
        comment(review=review, by=by, text=message)
