"""What editors have decided about leaks, and what the last check of a review found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import Review


class LeakConfirmation(models.Model):
    """An editor has seen that a public sentence gives a hidden one away, and wants it to stay.

    It holds no text: ``public_digest`` and ``hidden_digest`` are SHA-256 of the two sentences and
    their places. When one of the sentences changes, the confirmation does not apply any more.
    """

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="leak_confirmations"
    )
    key = models.CharField(_("key"), max_length=16, help_text=_("Made from both digests."))
    public_digest = models.CharField(_("digest of the public sentence"), max_length=64)
    hidden_digest = models.CharField(_("digest of the hidden sentence"), max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("by"),
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("confirmation of a leak")
        verbose_name_plural = _("confirmations of leaks")
        ordering = ["review", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="leak_confirmed_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="leak_confirmation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class TextCheck(models.Model):
    """The last check of a working copy that had no problems. `editions.text_checks` writes and
    reads it.

    ``digest`` is that of the text that was checked, ``generation`` that of the site then, and
    ``leaks`` are the keys of the leaks that were found.
    """

    review = models.OneToOneField(
        Review,
        models.CASCADE,
        verbose_name=_("review"),
        related_name="text_check",
        primary_key=True,
    )
    digest = models.CharField(_("digest of the content"), max_length=64)
    generation = models.PositiveBigIntegerField(_("generation"))
    leaks = models.JSONField(_("leaks"), default=list, blank=True)

    class Meta:
        verbose_name = _("check of a review")
        verbose_name_plural = _("checks of reviews")
        ordering = ["review"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]
