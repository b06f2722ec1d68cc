"""The states of a review that can be read, compared and restored.

A state is named "now" (the working copy), "edition-3", or "saved-17" for a line of the history.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from desk.date_style import day_and_time
from editions.content import ReviewContent
from editions.history import content_of_snapshot, stored_content
from editions.history_models import ReviewEvent
from editions.models import Edition
from editions.rerendering import content_of
from editions.serialisation import Unreadable
from reviews.models import Review

NOW = "now"
_REF = re.compile(r"(?P<kind>edition|saved)-(?P<number>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class State:
    """``content`` is None if it cannot be read."""

    ref: str
    title: str
    content: ReviewContent | None


def state_of(review: Review, ref: str) -> State | None:
    """The state of ``review`` with the name ``ref``; None if there is none."""
    if ref == NOW:
        return State(NOW, _("The working copy"), stored_content(review))
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    number = int(match["number"])
    if match["kind"] == "edition":
        editions = Edition.objects.select_related("body").defer("body__rendered")
        edition = editions.filter(review=review, number=number).first()
        if edition is None:
            return None
        return State(ref, edition_title(edition), _read(content_of, edition))
    event = (
        ReviewEvent.objects.select_related("snapshot", "by")
        .filter(review=review, pk=number, snapshot__isnull=False)
        .first()
    )
    if event is None or event.snapshot is None:
        return None
    return State(ref, event_title(event), _read(content_of_snapshot, event.snapshot))


def edition_title(edition: Edition) -> str:
    return _("Edition %(number)d, from %(when)s") % {
        "number": edition.number,
        "when": day_and_time(edition.live_from),
    }


def event_title(event: ReviewEvent) -> str:
    return _("Working copy of %(when)s (%(what)s)") % {
        "when": day_and_time(event.at),
        "what": event.get_kind_display(),
    }


def _read(reader: Any, stored: Any) -> ReviewContent | None:
    try:
        content: ReviewContent = reader(stored)
    except Unreadable:
        return None
    return content
