"""Comments and the answers to them.

A comment can quote hidden text. Only the desk shows it, to accounts that may see the review.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import Review

MAX_COMMENT = 5_000
"""The most characters of a comment."""

MAX_QUOTE = 1_000
"""The most characters that a comment quotes."""


class CommentQuerySet(models.QuerySet["Comment"]):
    def first_ones(self) -> "CommentQuerySet":
        """The comments that are no answers."""
        return self.filter(thread=None)

    def open(self) -> "CommentQuerySet":
        """The comments, without answers, that nobody has resolved."""
        return self.first_ones().filter(resolved_at=None)


class Comment(models.Model):
    """A comment, or an answer in its ``thread``.

    ``quote`` are the words that it is about, as they were when it was written, in the passage with
    the key ``passage`` (`desk.comments.anchors`). Both are "" if it is about the whole review.
    """

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="comments"
    )
    thread = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name=_("comment that it answers"),
        related_name="answers",
        null=True,
        blank=True,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who"),
        related_name="comments",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.TextField(_("comment"), max_length=MAX_COMMENT)
    passage = models.CharField(_("passage"), max_length=60, blank=True)
    quote = models.TextField(_("words of the passage"), max_length=MAX_QUOTE, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("resolved by"),
        related_name="resolved_comments",
        null=True,
        blank=True,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a review")
        verbose_name_plural = _("comments on reviews")
        ordering = ["review", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["resolved_at", "review"], name="comment_by_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
            models.CheckConstraint(
                condition=Q(passage="", quote="") | (~Q(passage="") & ~Q(quote="")),
                name="comment_quotes_its_passage",
            ),
            models.CheckConstraint(
                condition=Q(thread=None) | Q(passage="", resolved_at=None),
                name="comment_answer_has_no_passage",
            ),
        ]

    def __str__(self) -> str:
        # Without a word of the text: Django's pages of deletions and its logs show this name.
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
