"""The audit log: who did what, when and from where. `accounts.audit` writes it."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Unchangeable(Exception):
    """Code tried to change or delete an entry of the audit log."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **values: Any) -> int:
        raise Unchangeable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise Unchangeable


class AuditEntry(models.Model):
    """Something that an account or a command did. It is never changed, and only the command
    `prune_audit_log` deletes it.

    An entry refers to what it is about by model and key, so it stays when the row is deleted. It
    has no title and no text: who reads the log sees names only if they may see the row.
    """

    class Action(models.TextChoices):
        LOGGED_IN = "logged_in", _("Logged in")
        LOGIN_FAILED = "login_failed", _("Login failed")
        LOCKED_OUT = "locked_out", _("Login failed too often, refused for 15 minutes")
        LOGGED_OUT = "logged_out", _("Logged out")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        LINK_MADE = "link_made", _("Link to choose a password made")
        FACTOR_SET_UP = "factor_set_up", _("Authenticator app set up")
        FACTOR_REMOVED = "factor_removed", _("Authenticator app removed")
        CODES_MADE = "codes_made", _("Recovery codes made")
        CODE_USED = "code_used", _("Recovery code used")
        PASSKEY_ADDED = "passkey_added", _("Passkey added")
        PASSKEY_REMOVED = "passkey_removed", _("Passkey removed")
        SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        DELETED = "deleted", _("Deleted")
        ROLES_CHANGED = "roles_changed", _("Roles changed")
        ACTIVATED = "activated", _("Account activated")
        DEACTIVATED = "deactivated", _("Account deactivated")
        # Steps of a review, with the values of `editions.history_models.ReviewEvent.Kind`.
        RESTORED = "restored", _("Restored")
        PUBLISHED = "published", _("Published")
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Scheduled edition cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EMBARGOED = "embargoed", _("Embargo set")
        EMBARGO_LIFTED = "embargo_lifted", _("Embargo lifted")
        BINNED = "binned", _("Put into the bin")
        UNBINNED = "unbinned", _("Taken out of the bin")
        ADDRESS_CHANGED = "address_changed", _("Address changed")
        BACKED_UP = "backed_up", _("Backup made")
        BACKUP_RESTORED = "backup_restored", _("Backup restored")
        EXPORTED = "exported", _("Reviews exported")
        PRUNED = "pruned", _("Old entries of the audit log deleted")

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False, db_index=True)
    account = models.BigIntegerField(_("key of the account"), null=True, editable=False)
    name = models.CharField(
        _("who"),
        max_length=150,
        blank=True,
        editable=False,
        help_text=_("The username at that time."),
    )
    action = models.CharField(
        _("what happened"), max_length=20, choices=Action.choices, editable=False
    )
    model = models.CharField(_("kind of row"), max_length=100, blank=True, editable=False)
    key = models.CharField(_("key of the row"), max_length=40, blank=True, editable=False)
    detail = models.CharField(
        _("detail"),
        max_length=300,
        blank=True,
        editable=False,
        help_text=_("Names of fields, roles or files, or a number; no text that somebody wrote."),
    )
    address = models.GenericIPAddressField(_("IP address"), null=True, editable=False)
    request_id = models.CharField(
        _("number of the request"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("The log of the server has the same number. Empty for a command."),
    )

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["model", "key"], name="audit_entry_about")]

    def __str__(self) -> str:
        return self.get_action_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable
