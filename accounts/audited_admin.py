"""Enters in the audit log what the admin adds, changes and deletes."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.audit import Action, record

AUDITED = (
    "auth.",
    "otp_totp.",
    "outreach.",
    "moving.",
    "site_settings.",
    "reviews.critic",
)
"""How the labels of the models begin whose saves and deletions are entered: accounts and settings.

Facts about films and saved texts of reviews are not among them: the history of each row and of each
review has these. `editions.history` enters the steps of reviews.
"""


class AuditedAdmin(admin.ModelAdmin):
    """Mixed into every admin (`accounts.strict_admin.strict`)."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        # What is logged afterwards gets a message of labels only.
        request.changed_fields = list(form.changed_data)  # type: ignore[attr-defined]
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if self._is_audited():
            record(Action.ADDED, obj, request=request)
            if isinstance(obj, User):
                _record_account(request, obj, ["groups"] if obj.groups.exists() else [])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if self._is_audited():
            fields = getattr(request, "changed_fields", None) or _named_in(message)
            if isinstance(obj, User):
                fields = _record_account(request, obj, fields)
            if fields or not isinstance(obj, User):
                record(Action.CHANGED, obj, request=request, detail=", ".join(fields))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self._is_audited():
            for row in queryset:
                action, about = _deleted(row)
                record(action, about, request=request)
        return super().log_deletions(request, queryset)

    def _is_audited(self) -> bool:
        return self.opts.label_lower.startswith(AUDITED)


def _named_in(message: Any) -> list[str]:
    """The fields of the message of a change that no form has made."""
    first = message[0] if isinstance(message, list) and message else {}
    return list(first.get("changed", {}).get("fields", []))


def _deleted(row: Model) -> tuple[Action, Model]:
    if isinstance(row, TOTPDevice):
        return Action.FACTOR_REMOVED, row.user
    return Action.DELETED, row


def _record_account(request: HttpRequest, account: User, fields: Sequence[str]) -> list[str]:
    """Enter the changes of ``fields`` that have a name of their own, and return the others."""
    others = []
    for field in fields:
        if field in ("password", "password1", "password2", "usable_password"):
            action, detail = Action.PASSWORD_CHANGED, ""
        elif field in ("groups", "is_superuser"):
            roles = account.groups.order_by("name").values_list("name", flat=True)
            action = Action.ROLES_CHANGED
            detail = ", ".join([*roles, *(["superuser"] if account.is_superuser else [])])
        elif field == "is_active":
            action = Action.ACTIVATED if account.is_active else Action.DEACTIVATED
            detail = ""
        else:
            others.append(field)
            continue
        record(action, account, request=request, detail=detail)
    return others
