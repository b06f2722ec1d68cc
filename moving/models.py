"""What has moved in from another site, and the redirects from old addresses."""

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moving.move_models import MoveLine, SiteMove
from moving.paths import (
    OLD_LENGTH,
    check_old,
    check_target,
    path_of,
    request_for,
    spellings,
)
from reviews.models import Review

__all__ = ["MoveLine", "MovedItem", "Redirect", "SiteMove"]


class MovedItemQuerySet(models.QuerySet["MovedItem"]):
    def of(self, source: str, source_id: str) -> Self:
        """The item of the post at the site ``source``, which may have got https meanwhile."""
        scheme, sign, rest = source.partition("://")
        if not sign:
            return self.filter(source=source, source_id=source_id)
        kind = scheme.partition(":")[0]
        places = [f"{kind}:{each}://{rest.rstrip('/')}" for each in ("https", "http")]
        return self.filter(
            source__in=[source, *places, *(f"{place}/" for place in places)], source_id=source_id
        )


class MovedItem(models.Model):
    """One post of another site that was moved in.

    It stays when the review is deleted, so that a second run does not bring the review back.
    """

    source = models.CharField(_("source"), max_length=200)
    source_id = models.CharField(_("id at the source"), max_length=200)
    review = models.ForeignKey(
        Review,
        models.SET_NULL,
        verbose_name=_("review"),
        related_name="moved_from",
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published at the source"), null=True, blank=True)
    tags = models.JSONField(_("tags at the source"), default=list, blank=True)
    moved_at = models.DateTimeField(_("moved in"), auto_now_add=True)

    objects = MovedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("moved item")
        verbose_name_plural = _("moved items")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="moved_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"


class Redirect(models.Model):
    """A lasting redirect from an old address to a review or to another address of this site.

    `moving.redirecting` looks it up. A redirect to a review works while the review is live.
    """

    old = models.CharField(
        _("old address"),
        max_length=OLD_LENGTH,
        unique=True,
        validators=[check_old],
        help_text=_("It begins with a slash and may have a query: “/2019/04/heat/”, “/?p=123”."),
    )
    review = models.ForeignKey(
        Review,
        models.CASCADE,
        verbose_name=_("review"),
        related_name="redirects",
        null=True,
        blank=True,
    )
    target = models.CharField(
        _("new address"),
        max_length=OLD_LENGTH,
        blank=True,
        validators=[check_target],
        help_text=_("An address of this site that begins with a slash. Empty if it is a review."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old__startswith="/") & ~Q(old__startswith="//"),
                name="redirect_is_from_this_site",
                violation_error_message=_("Begin the old address with one slash."),
            ),
            models.CheckConstraint(
                condition=Q(review__isnull=False, target="")
                | (Q(review__isnull=True, target__startswith="/") & ~Q(target__startswith="//")),
                name="redirect_has_one_target_here",
                violation_error_message=_(
                    "Choose a review, or enter an address of this site that begins with one slash."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(old=models.F("target")),
                name="redirect_is_not_to_itself",
                violation_error_message=_("The new address is the old one. Enter another one."),
            ),
        ]

    def __str__(self) -> str:
        return self.old

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.target = self.target or ""
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        if self.old.startswith("/") and "%" in self.old:
            # Requests are compared as they are decoded.
            self.old = path_of(self.old) or self.old
        super().clean_fields(exclude=exclude)

    def answered_by(self) -> list[str]:
        """The old addresses that answer who is sent to ``target``; none for a review."""
        return [*spellings(*request_for(self.target))] if self.target else []

    def clean(self) -> None:
        super().clean()
        others = Redirect.objects.exclude(pk=self.pk)
        answered_by = self.answered_by()
        if self.old != self.target and self.old in answered_by:
            message = _("The new address is the old one. Enter another one.")
            raise ValidationError({"target": message})
        if others.filter(old__in=answered_by).exists():
            message = _("“%(address)s” is itself an old address. Enter where that leads.")
            raise ValidationError({"target": message % {"address": self.target}})
        if self.old and others.filter(target=self.old).exists():
            message = _("Another redirect leads to “%(address)s”. Change that one first.")
            raise ValidationError({"old": message % {"address": self.old}})
