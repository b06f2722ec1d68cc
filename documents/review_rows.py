"""Writes the content of a document to the review and its parts."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from documents.portable import portable
from editions.content import ReviewContent
from editions.manuscript import read_manuscript
from editions.manuscript_rows import save_changes, write_rows
from editions.publishing import set_embargo
from reviews.models import Review
from spoilers import ParsedText


def write_review(
    review: Review | None,
    content: ReviewContent,
    embargo_until: datetime | None,
    parsed: Iterable[ParsedText] = (),
) -> tuple[Review, bool]:
    """Create the review, or update ``review``. Returns it, and whether any row was written.

    ``content`` is as `editions.manuscript_rows.write_rows` takes it. Texts of the rows that are
    among ``parsed`` are not parsed again. Raises `editions.publishing.PublishingRefused` for an
    embargo past a pending edition or on a live review.
    """
    # Of a copy: reading fills an object's caches with what is about to change.
    old = portable(read_manuscript(copy(review), parsed).content) if review else None
    changed = False
    if review is None:
        review = Review(slug=content.slug, embargo_until=embargo_until)
    elif review.embargo_until != embargo_until:
        set_embargo(review=review, until=embargo_until)
        review.refresh_from_db()
        changed = True
    written = write_rows(review, content, old)
    if changed and not written:
        save_changes(review, {"version": review.version + 1})
    return review, changed or written
