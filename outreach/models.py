"""What has to be told, and who has been told.

An announcement is stored together with all its deliveries, in one transaction; each delivery is
then sent on its own. So whatever stops a run, the next one knows what is left.
"""

import secrets
from base64 import b64encode
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editions.models import Edition
from outreach.addresses import check_address
from reviews.models import Review

SECRET_PREFIX = "whsec_"  # noqa: S105  (the prefix of the Standard Webhooks)


def new_secret() -> str:
    """A secret as the Standard Webhooks write it: 32 random bytes in base64, with a prefix."""
    return SECRET_PREFIX + b64encode(secrets.token_bytes(32)).decode()


def new_key() -> str:
    return secrets.token_hex(16)


class Webhook(models.Model):
    """An address of another program that is told what happens to reviews."""

    EVENTS = ("on_published", "on_updated", "on_withdrawn")
    """The fields that choose what it is told, named after `Announcement.Kind`."""

    address = models.CharField(
        _("address"),
        max_length=500,
        validators=[check_address],
        help_text=_("It begins with https://. Messages are posted to it."),
    )
    secret = models.CharField(_("secret"), max_length=80, default=new_secret, editable=False)
    on_published = models.BooleanField(_("a review is published"), default=True)
    on_updated = models.BooleanField(_("a newer edition replaces a live one"), default=True)
    on_withdrawn = models.BooleanField(_("a review is withdrawn"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(address=""), name="webhook_has_an_address"),
            models.CheckConstraint(
                condition=Q(secret__startswith=SECRET_PREFIX), name="webhook_has_a_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Announcement(models.Model):
    """Something that happened to a review at ``moment`` and that others are told.

    ``edition`` is the one that went live or was withdrawn; None if an embargo has ended.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("newer edition")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EMBARGO_ENDED = "embargo_ended", _("embargo ended")

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="announcements"
    )
    edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        verbose_name=_("edition"),
        related_name="announcements",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("what happened"), max_length=13, choices=Kind.choices)
    moment = models.DateTimeField(_("when it happened"))
    noticed = models.DateTimeField(_("noticed"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "kind", "moment"], name="announcement_is_made_once"
            ),
            models.CheckConstraint(
                condition=Q(edition=None, kind="embargo_ended")
                | (Q(edition__isnull=False) & ~Q(kind="embargo_ended")),
                name="announcement_has_its_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.moment):%Y-%m-%d %H:%M}"


class Delivery(models.Model):
    """One message of an announcement to one recipient.

    Nothing of the message is stored: it is written when it is sent, from what is public then.
    ``due`` is when the next attempt may begin. An attempt first moves it to the end of
    `outreach.delivering.CLAIM`, so that no two runs send the same message; a run that was killed
    leaves it there, and the message is tried again then.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        WEBHOOK = "webhook", _("webhook")
        HUB = "hub", _("hub of the feeds")

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")
        DROPPED = "dropped", _("no longer needed")

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, verbose_name=_("announcement"), related_name="deliveries"
    )
    channel = models.CharField(_("way"), max_length=7, choices=Channel.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("account"),
        related_name="deliveries",
        null=True,
        blank=True,
    )
    webhook = models.ForeignKey(
        Webhook,
        models.CASCADE,
        verbose_name=_("webhook"),
        related_name="deliveries",
        null=True,
        blank=True,
    )
    feed = models.CharField(_("feed"), max_length=500, blank=True)
    key = models.CharField(
        _("id of the message"),
        max_length=32,
        unique=True,
        default=new_key,
        help_text=_("The same in every attempt, so that the recipient knows a repeated message."),
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, default=Status.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due = models.DateTimeField(_("next attempt"), default=timezone.now)
    answer = models.CharField(
        _("last answer"), max_length=80, blank=True, help_text=_("A status, or a kind of error.")
    )
    done = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["due"], condition=Q(status="pending"), name="delivery_waiting")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "account"], name="delivery_account_once"
            ),
            models.UniqueConstraint(
                fields=["announcement", "webhook"], name="delivery_webhook_once"
            ),
            models.UniqueConstraint(
                fields=["announcement", "feed"],
                condition=~Q(feed=""),
                name="delivery_feed_once",
            ),
            models.CheckConstraint(
                condition=Q(channel="mail", account__isnull=False, webhook=None, feed="")
                | Q(channel="webhook", account=None, webhook__isnull=False, feed="")
                | (Q(channel="hub", account=None, webhook=None) & ~Q(feed="")),
                name="delivery_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(status="pending", done=None)
                | (Q(status__in=["sent", "failed", "dropped"]) & Q(done__isnull=False)),
                name="delivery_is_done_or_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.recipient}"

    @property
    def recipient(self) -> str:
        return str(self.account or self.webhook or self.feed)


KEPT = timedelta(days=90)
"""How long announcements and their deliveries are stored."""


class OutreachState(models.Model):
    """One row: what happened before ``since`` is told to nobody. It is the moment at which the site
    got this table. Runs lock the row while they store announcements."""

    SITE = 1

    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("state of the outreach")
        verbose_name_plural = _("states of the outreach")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="outreach_state_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.since):%Y-%m-%d %H:%M}"
