"""The history of a review: what was done to it, its working copy at those moments, and the items
that were removed from it.

All of it may contain hidden text. It is shown on the desk only, to accounts that may see the
review.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import Review


class Snapshot(models.Model):
    """The working copy of a review at a moment, as compressed JSON. `editions.history` writes and
    reads it.

    Equal working copies of a review share one row, so that a save without a change costs nothing.
    """

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="snapshots"
    )
    digest = models.CharField(_("digest of the content"), max_length=64)
    content = models.BinaryField(_("content"))
    content_schema = models.PositiveSmallIntegerField(_("schema of the content"))

    class Meta:
        verbose_name = _("snapshot of a review")
        verbose_name_plural = _("snapshots of reviews")
        ordering = ["review", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "digest"], name="snapshot_content_once"),
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class ReviewEvent(models.Model):
    """One line of the history. ``snapshot`` is the working copy after it; None if the event did not
    concern the text. ``edition_number`` stays when a pending edition is deleted."""

    class Kind(models.TextChoices):
        KEPT = "kept", _("Working copy before the next step")
        SAVED = "saved", _("Saved")
        SUBMITTED = "submitted", _("Handed in to the editors")
        RETURNED = "returned", _("Sent back to the critics")
        IMPORTED = "imported", _("Imported from a document")
        RESTORED = "restored", _("Restored")
        PUBLISHED = "published", _("Published")
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Scheduled edition cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EMBARGOED = "embargoed", _("Embargo set")
        EMBARGO_LIFTED = "embargo_lifted", _("Embargo lifted")
        BINNED = "binned", _("Put into the bin")
        UNBINNED = "unbinned", _("Taken out of the bin")

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="history"
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who"),
        related_name="review_events",
        null=True,
        blank=True,
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    edition_number = models.PositiveIntegerField(_("number of the edition"), null=True, blank=True)
    moment = models.DateTimeField(
        _("moment"),
        null=True,
        blank=True,
        help_text=_("When the edition begins or the embargo ends."),
    )
    snapshot = models.ForeignKey(
        Snapshot,
        models.CASCADE,
        verbose_name=_("working copy"),
        related_name="events",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("event of a review")
        verbose_name_plural = _("events of reviews")
        ordering = ["review", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "id"], name="review_event_by_kind"),
            models.Index(fields=["review", "kind", "id"], name="event_by_review_and_kind"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class RemovedItem(models.Model):
    """An item that an editor removed from a part of a review. `editions.bin` writes and reads it.

    ``content`` is the item as JSON, of the ``content_schema`` of `editions.serialisation`.
    """

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="removed_items"
    )
    part = models.CharField(_("part"), max_length=20)
    content = models.JSONField(_("content"))
    content_schema = models.PositiveSmallIntegerField(_("schema of the content"))
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who"),
        related_name="removed_items",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("removed item of a review")
        verbose_name_plural = _("removed items of reviews")
        ordering = ["review", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.part
