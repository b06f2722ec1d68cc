"""What is saved while an editor types, and which forms are open.

An autosaved text can contain hidden text. Only the desk shows it, and only to its own account.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import Review

KEPT_DAYS = 30
"""How long a text stays that is saved, discarded or continued in another window."""

PRESENT_SECONDS = 60
"""How long a form counts as open after the browser last reported it."""


class AutosavedTextQuerySet(models.QuerySet["AutosavedText"]):
    def of(self, account: Any) -> "AutosavedTextQuerySet":
        return self.filter(account=account.pk)

    def unsaved(self) -> "AutosavedTextQuerySet":
        """The texts that have neither been saved with their form nor given up."""
        return self.filter(state=AutosavedText.State.OPEN)

    def discarded(self) -> "AutosavedTextQuerySet":
        """The texts that their editors gave up, the newest first."""
        return self.filter(state=AutosavedText.State.DISCARDED).order_by("-closed_at")

    def expired(self) -> "AutosavedTextQuerySet":
        """The texts that need not be kept any longer."""
        return self.filter(closed_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))


class AutosavedText(models.Model):
    """The fields of one form of a review, as they were when they were last saved automatically.

    ``window`` names one opening of the form, so two tabs have two texts. ``review`` is None until a
    new review is saved for the first time. ``number`` counts the autosaves of the window: an older
    one that arrives late changes nothing.
    """

    class State(models.TextChoices):
        OPEN = "open", _("not saved")
        SAVED = "saved", _("saved")
        DISCARDED = "discarded", _("discarded")
        CONTINUED = "continued", _("continued in another window")

    review = models.ForeignKey(
        Review,
        models.CASCADE,
        verbose_name=_("review"),
        related_name="autosaved_texts",
        null=True,
        blank=True,
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("account"),
        related_name="autosaved_texts",
    )
    window = models.CharField(_("window"), max_length=64)
    number = models.PositiveIntegerField(_("number of the autosave"), default=0)
    opened_version = models.PositiveIntegerField(
        _("version that was opened"), null=True, blank=True
    )
    place = models.CharField(_("part with the cursor"), max_length=40, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    saved_at = models.DateTimeField(_("last saved automatically"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(_("saved or discarded"), null=True, blank=True)
    data = models.BinaryField(_("fields of the form"))

    objects = AutosavedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("autosaved text")
        verbose_name_plural = _("autosaved texts")
        ordering = ["-saved_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "window"], name="autosaved_text_once"),
            models.CheckConstraint(
                name="autosaved_text_open_or_closed",
                condition=models.Q(state="open", closed_at=None)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["closed_at"], name="autosaved_text_closed")]

    def __str__(self) -> str:
        # Without a word of the text: Django's pages of deletions and its logs show this name.
        return f"{self.get_state_display()}, {timezone.localtime(self.saved_at):%Y-%m-%d %H:%M}"


class OpenFormQuerySet(models.QuerySet["OpenForm"]):
    def present(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__range=_still_present())

    def gone(self) -> "OpenFormQuerySet":
        return self.exclude(seen_at__range=_still_present())


class OpenForm(models.Model):
    """A form of a review in a browser, which reports every 20 seconds that it is open."""

    review = models.ForeignKey(
        Review,
        models.CASCADE,
        verbose_name=_("review"),
        related_name="open_forms",
        null=True,
        blank=True,
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("account"),
        related_name="open_forms",
    )
    window = models.CharField(_("window"), max_length=64)
    place = models.CharField(_("part with the cursor"), max_length=40, blank=True)
    since = models.DateTimeField(_("open since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last reported"), default=timezone.now)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        ordering = ["since"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "window"], name="open_form_once"),
        ]
        indexes = [models.Index(fields=["seen_at"], name="open_form_seen")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.since):%Y-%m-%d %H:%M}"


def _still_present() -> tuple[datetime, datetime]:
    """When a form was reported that is open now. One that was reported hours from now, by a clock
    that was ahead, would be there until then."""
    now, present = timezone.now(), timedelta(seconds=PRESENT_SECONDS)
    return now - present, now + present
