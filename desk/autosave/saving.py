"""Stores texts while they are typed, and closes them when their form is saved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from desk.autosave.form_data import Fields, pack
from desk.autosave.models import AutosavedText, OpenForm
from desk.autosave.sent import Sent
from reviews.models import Review

State = AutosavedText.State


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored text of a window: its number, and whether its form has been saved, so that no
    autosave changes it any more. ``at`` is the moment of this autosave; None if it was not stored,
    because the text is closed or has this number or a higher one."""

    number: int
    closed: bool
    at: datetime | None


def autosave(*, account: Any, review: Review | None, sent: Sent) -> Stored:
    """Store ``sent.fields`` for the window, in a transaction of the caller. One query if the window
    has a text.

    It neither validates nor reads or changes the review, and no page of readers depends on it.
    """
    assert sent.fields is not None
    now = timezone.now()
    texts = AutosavedText.objects.of(account).filter(window=sent.window)
    newer = texts.exclude(state=State.SAVED).filter(number__lt=sent.number)
    if sent.unchanged:
        # The last text stays among those that were discarded.
        newer.update(number=sent.number, state=State.DISCARDED, closed_at=now)
        return Stored(sent.number, closed=False, at=now)
    values = {
        "number": sent.number,
        "opened_version": sent.version,
        "place": sent.place,
        "saved_at": now,
        "state": State.OPEN,
        "closed_at": None,
        "data": pack(sent.fields),
    }
    if newer.update(**values):
        return Stored(sent.number, closed=False, at=now)
    text, created = texts.get_or_create(
        account=account, window=sent.window, defaults=values | {"review": review}
    )
    if not created:
        return Stored(text.number, closed=text.state == State.SAVED, at=None)
    if sent.continues is not None:
        continued(account, sent.continues)
    AutosavedText.objects.expired().delete()
    return Stored(sent.number, closed=False, at=now)


def continued(account: Any, pk: int) -> None:
    """Close the text ``pk`` of ``account``, which goes on in another window."""
    text = AutosavedText.objects.of(account).unsaved().filter(pk=pk)
    text.update(state=State.CONTINUED, closed_at=timezone.now())


def discard(account: Any, pk: int) -> bool:
    """Close the text ``pk`` of ``account``, if it has it. It can be continued for 30 days."""
    text = AutosavedText.objects.of(account).unsaved().filter(pk=pk)
    return bool(text.update(state=State.DISCARDED, closed_at=timezone.now()))


def mark_saved(
    *, account: Any, review: Review, window: str, number: int, continues: int | None, fields: Fields
) -> None:
    """Close the text of the window, whose form was saved with ``fields``."""
    now = timezone.now()
    values = {
        "review": review,
        "number": number,
        "saved_at": now,
        "state": State.SAVED,
        "closed_at": now,
        "data": pack(fields),
    }
    AutosavedText.objects.update_or_create(account=account, window=window, defaults=values)
    if continues is not None:
        continued(account, continues)


def report_open(*, account: Any, review: Review | None, sent: Sent) -> None:
    """Note that a form is open, or that it is being closed. One query if it was open before, and
    one more for the window that it replaces."""
    now = timezone.now()
    forms = OpenForm.objects.filter(account=account, window=sent.window)
    if sent.replaces:
        # The report that the former window was closed may come later, or never.
        OpenForm.objects.filter(account=account, window=sent.replaces).delete()
    if sent.is_gone:
        forms.delete()
        return
    if forms.update(seen_at=now, place=sent.place, review=review):
        return
    OpenForm.objects.gone().delete()
    forms.get_or_create(
        account=account, window=sent.window, defaults={"review": review, "place": sent.place}
    )


def other_open_forms(review: Review, *, account: Any, window: str) -> QuerySet[OpenForm]:
    """The forms of ``review`` that are open now, without that of this window."""
    forms = OpenForm.objects.present().filter(review=review)
    return forms.exclude(account=account, window=window).select_related("account")
