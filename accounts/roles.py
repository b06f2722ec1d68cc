"""The roles, and the permissions that each role has.

A role is a Django group. Every `migrate` sets the permissions of the groups to those of the table
here, so removing a permission from the table removes it from everybody who has the role.
`editions.permissions` decides who may do what to one review.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, User
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """The names of the groups."""

    CRITIC = "Critic"
    EDITOR = "Editor"
    CHIEF = "Chief"


ROLE_NAMES = {Role.CRITIC: _("Critic"), Role.EDITOR: _("Editor"), Role.CHIEF: _("Chief")}
"""Translated names of the roles. Groups that a site added itself keep their own name."""


def role_name(group: str) -> str:
    return str(ROLE_NAMES.get(group, group))  # type: ignore[call-overload]


FACTS = (
    "films.genre",
    "films.genreslug",
    "films.film",
    "films.filmslug",
    "films.alternativetitle",
    "films.watchlink",
    "films.franchise",
    "films.franchiseentry",
    "films.project",
    "cast.person",
    "cast.personslug",
    "films.franchiseslug",
    "cast.character",
    "cast.credit",
    "reviews.contentnotelabel",
)
CRITICS = ("reviews.critic", "reviews.criticslug")
PARTS = (
    "reviews.contentnote",
    "reviews.section",
    "reviews.castcritique",
    "verdicts.verdict",
    "verdicts.audiencefit",
    "verdicts.verdictpoint",
)
PRIVILEGED = frozenset(
    {
        "editions.publish_review",
        "editions.withdraw_review",
        "editions.set_embargo",
        "auth.change_user",
    }
)
"""Permissions to change public content, or to create accounts that can."""


def _permissions(models: Iterable[str], *verbs: str) -> frozenset[str]:
    """The permission for each verb on each model: `films.film` with `view` is
    `films.view_film`."""
    named = (model.split(".") for model in models)
    return frozenset(f"{app}.{verb}_{model}" for app, model in named for verb in verbs)


_CRITIC = (
    _permissions([*FACTS, *CRITICS], "view")
    | _permissions(["images.image"], "view", "add")
    | _permissions(["monitoring.dayofreview"], "view")
    | _permissions(["reviews.review"], "view", "add", "change")
    | _permissions(PARTS, "view", "add", "change", "delete")
    # A film that they add is on no public page until an editor confirms it.
    | {"editions.submit_review", "films.suggest_film"}
)
_EDITOR = (
    _CRITIC
    | _permissions([*FACTS, "images.image", "reviews.review"], "view", "add", "change", "delete")
    | _permissions(["editions.edition"], "view")
    | _permissions(["moving.redirect"], "view", "add", "change", "delete")
    | {"editions.edit_every_review", "editions.publish_review"}
)
_CHIEF = (
    _EDITOR
    | _permissions(CRITICS, "view", "add", "change", "delete")
    # An account is deactivated, not deleted: editions name the account that published them.
    | _permissions(["auth.user"], "view", "add", "change")
    # Deletes the device of a lost telephone; the owner sets up a new one.
    | _permissions(["otp_totp.totpdevice"], "view", "delete")
    | _permissions(["accounts.auditentry"], "view")
    | {"editions.withdraw_review", "editions.set_embargo"}
    | _permissions(["moving.sitemove"], "view", "add", "change", "delete")
    | _permissions(["site_settings.sitesettings"], "view", "change")
    | _permissions(
        ["site_settings.sitepage", "site_settings.sitepageslug"], "view", "add", "change", "delete"
    )
    | _permissions(["outreach.webhook"], "view", "add", "change", "delete")
    | _permissions(["outreach.delivery"], "view")
)

PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.CRITIC: _CRITIC,
    Role.EDITOR: _EDITOR,
    Role.CHIEF: _CHIEF,
}


def is_privileged(user: User | AnonymousUser) -> bool:
    """Whether the account can change public content, so that `REQUIRE_TOTP` applies to it."""
    return any(user.has_perm(permission) for permission in PRIVILEGED)


def update_groups(
    sender: AppConfig, *, using: str, apps: Apps = current_apps, **kwargs: Any
) -> None:
    """Create the groups and set their permissions as in `PERMISSIONS`. Receives `post_migrate`.

    Runs before the `post_migrate` of other apps, so it creates their permissions itself.
    """
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:  # migrated back to a state without these models
        return
    named = {permission for permissions in PERMISSIONS.values() for permission in permissions}
    for label in sorted({permission.split(".")[0] for permission in named}):
        create_permissions(current_apps.get_app_config(label), verbosity=0, using=using, apps=apps)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.using(using).select_related("content_type")
    }
    for role, permissions in PERMISSIONS.items():
        group, _created = group_model.objects.using(using).get_or_create(name=role.value)
        group.permissions.set([known[name] for name in sorted(permissions) if name in known])


def connect_signal(sender: AppConfig) -> None:
    post_migrate.connect(update_groups, sender=sender)
