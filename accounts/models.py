from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit_models import AuditEntry as AuditEntry


class RequestCount(models.Model):
    """How many requests of one kind one client has made in a window of time.

    Used where no cache server is set (`accounts.request_counts`).
    """

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    requests = models.PositiveIntegerField(_("requests"))
    expires = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
        # No page of the admin shows it.
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class RecoveryCode(models.Model):
    """A code that takes the place of one code of the authenticator app, once. It is deleted when it
    is used (`accounts.recovery_codes`)."""

    device = models.ForeignKey(
        "otp_totp.TOTPDevice",
        models.CASCADE,
        verbose_name=_("authenticator app"),
        related_name="recovery_codes",
    )
    digest = models.CharField(_("hash of the code"), max_length=128)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        # No page of the admin shows it.
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Passkey(models.Model):
    """A passkey of an account. It ends with the authenticator app beside which it was added, unless
    the owner replaces the app (`accounts.passkeys`)."""

    device = models.ForeignKey(
        "otp_totp.TOTPDevice",
        models.CASCADE,
        verbose_name=_("authenticator app"),
        related_name="passkeys",
    )
    name = models.CharField(_("name"), max_length=100)
    credential_id = models.CharField(_("id of the passkey"), max_length=1400, unique=True)
    credential = models.BinaryField(_("public key"))
    counter = models.BigIntegerField(_("counter of the device"))
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        ordering = ["pk"]
        # Each account has a page for its own (`accounts.passkey_pages`).
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class MailPreference(models.Model):
    """Which mails an account wants. An account without a row wants those of a new row."""

    class Reviews(models.TextChoices):
        NONE = "none", _("no review")
        OWN = "own", _("my own reviews")
        ALL = "all", _("all reviews")

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("account"),
        related_name="mail_preference",
        primary_key=True,
    )
    handed_in = models.BooleanField(_("A critic hands in a review"), default=True)
    sent_back = models.BooleanField(
        _("An editor sends back my review, or writes me a note"), default=True
    )
    published = models.CharField(
        _("An edition is published"), max_length=4, choices=Reviews.choices, default=Reviews.OWN
    )
    went_live = models.CharField(
        _("A scheduled edition has gone live"),
        max_length=4,
        choices=Reviews.choices,
        default=Reviews.OWN,
    )
    embargo_ended = models.CharField(
        _("An embargo has ended"), max_length=4, choices=Reviews.choices, default=Reviews.OWN
    )

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")
        # Nobody edits it in a list: each account has a page for its own (`accounts.mail_choices`).
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.account)


def mail_preference(account: Any) -> MailPreference:
    """What ``account`` has chosen, or the defaults in an unsaved row."""
    try:
        preference: MailPreference = account.mail_preference
    except MailPreference.DoesNotExist:
        return MailPreference(account=account)
    return preference
