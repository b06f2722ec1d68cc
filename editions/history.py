"""Writes the history of reviews: one `ReviewEvent` for everything that is done to a review."""

import json
import zlib
from datetime import datetime
from hashlib import sha256
from typing import Any

from accounts import audit
from editions.content import ReviewContent
from editions.history_models import ReviewEvent, Snapshot
from editions.manuscript import read_rows
from editions.serialisation import (
    CONTENT_SCHEMA,
    Unreadable,
    canonical_json,
    content_from_json,
)
from reviews.models import Review

Kind = ReviewEvent.Kind


def record(
    review: Review,
    kind: Kind,
    *,
    by: Any = None,
    why: str = "",
    edition_number: int | None = None,
    moment: datetime | None = None,
    content: ReviewContent | None = None,
) -> ReviewEvent:
    """Add a line to the history of ``review``; with ``content``, also the working copy. The row of
    the review is locked. Four queries at most: what changes more than the text is entered in the
    audit log as well, which stays when the review is deleted."""
    if kind.value in audit.Action.values:
        about = [f"{edition_number}"] if edition_number else []
        about += [f"{moment:%Y-%m-%d %H:%M %Z}"] if moment else []
        audit.record(audit.Action(kind.value), review, by=by, detail=", ".join(about))
    return ReviewEvent.objects.create(
        review=review,
        kind=kind,
        by=by,
        why=why,
        edition_number=edition_number,
        moment=moment,
        snapshot=_snapshot(review, content) if content else None,
    )


def record_working_copy(review: Review, kind: Kind, *, by: Any = None, why: str = "") -> None:
    """As `record`, with the working copy as its rows are now."""
    record(review, kind, by=by, why=why, content=stored_content(review))


def unrecorded(review: Review) -> ReviewContent | None:
    """The stored working copy of a review that has no snapshot yet, to be recorded before the first
    change of it; otherwise None."""
    if Snapshot.objects.filter(review=review).exists():
        return None
    return stored_content(review)


def is_recorded(review: Review, content: ReviewContent) -> bool:
    """Whether ``content`` is the working copy that the history of ``review`` had last."""
    events = ReviewEvent.objects.filter(review=review, snapshot__isnull=False).order_by("-pk")
    digest = sha256(canonical_json(content)).hexdigest()
    return events.values_list("snapshot__digest", flat=True).first() == digest


def stored_content(review: Review) -> ReviewContent:
    """The working copy as it is stored, whatever ``review`` has in memory."""
    reviews = Review.objects.select_related("film", "lead_image")
    return read_rows(reviews.get(pk=review.pk))


def content_of_snapshot(snapshot: Snapshot) -> ReviewContent:
    """Raises `Unreadable`."""
    try:
        data = json.loads(zlib.decompress(snapshot.content))
    except (zlib.error, ValueError) as error:
        raise Unreadable(f"not a snapshot: {type(error).__name__}") from error
    return content_from_json(data, snapshot.content_schema)


def _snapshot(review: Review, content: ReviewContent) -> Snapshot:
    text = canonical_json(content)
    digest = sha256(text).hexdigest()
    equal = Snapshot.objects.defer("content").filter(review=review, digest=digest).first()
    return equal or Snapshot.objects.create(
        review=review,
        digest=digest,
        content=zlib.compress(text),
        content_schema=CONTENT_SCHEMA,
    )
