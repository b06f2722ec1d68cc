"""Operations on comments."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from desk.comments.models import Comment
from reviews.models import Review

AGAIN = timedelta(minutes=1)
"""How long the same comment of the same account counts as sent twice."""


@transaction.atomic
def comment(
    *,
    review: Review,
    by: Any,
    text: str,
    passage: str = "",
    quote: str = "",
    thread: Comment | None = None,
) -> Comment:
    """Add a comment, or an answer in ``thread``, which is then open again. A form that arrives
    twice adds one."""
    # Two requests wait for each other.
    Review.objects.select_for_update().get(pk=review.pk)
    own = Comment.objects.filter(review=review, by=by.pk, at__gt=timezone.now() - AGAIN)
    said = own.filter(text=text, passage=passage, quote=quote, thread=thread).first()
    if said is None:
        said = Comment.objects.create(
            review=review, by=by, text=text, passage=passage, quote=quote, thread=thread
        )
    if thread:
        reopen(thread)
    return said


def resolve(comment: Comment, *, by: Any) -> None:
    """Mark ``comment`` as done, unless somebody else has."""
    open_ones = Comment.objects.filter(pk=comment.pk).open()
    open_ones.update(resolved_at=timezone.now(), resolved_by=by)


def reopen(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)
