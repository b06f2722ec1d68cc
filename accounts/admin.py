"""Admin of accounts, their roles and their second factors.

A role is assigned here; its permissions are defined in `accounts.roles`, so groups have no admin.
Only a superuser can see, create or change a superuser or set a superuser's password.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

# Imported first, so that the registration exists when it is removed below.
from django_otp.plugins.otp_totp import admin as _otp_admin  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import audit_admin as _audit_admin  # noqa: F401
from accounts.roles import role_name
from accounts.session_pages import sessions_of_account
from accounts.strict_admin import KeysField, is_primary_key

admin.site.unregister([Group, User, TOTPDevice])

TOTPDevice._meta.verbose_name = _("second factor")
TOTPDevice._meta.verbose_name_plural = _("second factors")


class RoleFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("roles")

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        choices = super().field_choices(field, request, model_admin)
        return [(pk, role_name(str(name))) for pk, name in choices]


class RolesField(KeysField):
    def label_from_instance(self, obj: Group) -> str:
        return role_name(obj.name)


class AccountForm(UserChangeForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        has_role = given.get("groups") or given.get("is_superuser")
        if has_role and not given.get("is_staff", self.instance.is_staff):
            self.add_error(
                "is_staff",
                _(
                    "Without this, the account cannot log in, and its role has no effect. Tick it, "
                    "or remove the role. To lock an account, untick “Active” instead."
                ),
            )
        return cleaned


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    list_display = ["username", "first_name", "last_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", ("groups", RoleFilter)]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Role"), {"fields": ["is_active", "is_staff", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.sessions_view)
        return [path("<id>/sessions/", view, name="auth_user_sessions"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        accounts = super().get_queryset(request).prefetch_related("groups")
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and request.user.is_superuser:
            return [*fieldsets, (_("All permissions"), {"fields": ["is_superuser"]})]
        return fieldsets

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # Only groups: the form has no field for single permissions.
        kwargs |= {"form_class": RolesField, "widget": CheckboxSelectMultiple}
        kwargs |= {"label": _("Roles"), "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def sessions_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Show where the account is logged in; a POST ends all its sessions."""
        account = self.get_object(request, id) if is_primary_key(id) else None
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, id)  # type: ignore[attr-defined]
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {"opts": self.opts}
        return sessions_of_account(request, account, context)

    @admin.display(description=_("roles"))
    def roles(self, account: User) -> str:
        return ", ".join(role_name(group.name) for group in account.groups.all())


@admin.register(TOTPDevice)
class SecondFactorAdmin(admin.ModelAdmin):
    """Lists second factors and deletes lost ones. The secret is never shown."""

    list_display = ["user", "created_at", "last_used_at"]
    list_select_related = ["user"]
    # Suggestions are in pages, too.
    ordering = ["-pk"]
    search_fields = ["user__username"]
    fields = ["user", "created_at", "last_used_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TOTPDevice]:
        devices = super().get_queryset(request)
        if request.user.is_superuser:
            return devices
        return devices.filter(user__is_superuser=False)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TOTPDevice | None = None) -> bool:
        return False
