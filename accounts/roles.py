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
"""What people call them; a group that a site has made itself is called by its own name."""


def role_name(group: str) -> str:
    return str(ROLE_NAMES.get(group, group))  # type: ignore[call-overload]


FACTS = (
    "films.genre",
    "films.film",
    "films.filmslug",
    "films.franchise",
    "films.franchiseentry",
    "films.project",
    "cast.person",
    "cast.character",
    "cast.credit",
    "reviews.contentnotelabel",
)
PARTS = (
    "reviews.contentnote",
    "reviews.section",
    "reviews.castcritique",
    "verdicts.verdict",
    "verdicts.audiencefit",
    "verdicts.verdictpoint",
)
POWERFUL = frozenset(
    {
        "editions.publish_review",
        "editions.withdraw_review",
        "editions.set_embargo",
        "auth.change_user",
    }
)
"""Whoever holds one of these can change what the public sees, or make somebody who can."""


def _each(models: Iterable[str], *verbs: str) -> frozenset[str]:
    """The permission for each verb on each model: `films.film` and `view` make
    `films.view_film`."""
    named = (model.split(".") for model in models)
    return frozenset(f"{app}.{verb}_{model}" for app, model in named for verb in verbs)


_CRITIC = (
    _each([*FACTS, "reviews.critic"], "view")
    | _each(["images.image"], "view", "add")
    | _each(["reviews.review"], "view", "add", "change")
    | _each(PARTS, "view", "add", "change", "delete")
    | {"editions.submit_review"}
)
_EDITOR = (
    _CRITIC
    | _each([*FACTS, "images.image", "reviews.review"], "view", "add", "change", "delete")
    | _each(["editions.edition"], "view")
    | {"editions.edit_every_review", "editions.publish_review"}
)
_CHIEF = (
    _EDITOR
    | _each(["reviews.critic"], "view", "add", "change", "delete")
    # An account is deactivated rather than deleted: the editions name who published them.
    | _each(["auth.user"], "view", "add", "change")
    # A lost telephone's; its owner sets up the next one.
    | _each(["otp_totp.totpdevice"], "view", "delete")
    | {"editions.withdraw_review", "editions.set_embargo"}
)

PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.CRITIC: _CRITIC,
    Role.EDITOR: _EDITOR,
    Role.CHIEF: _CHIEF,
}


def is_powerful(user: User | AnonymousUser) -> bool:
    """Whether the public would suffer if this account fell into other hands."""
    return any(user.has_perm(permission) for permission in POWERFUL)


def make_groups(sender: AppConfig, *, using: str, apps: Apps = current_apps, **kwargs: Any) -> None:
    """Make the groups what the table says; a receiver of `post_migrate`.

    Its app migrates before others do, so that it creates their permissions rather than wait.
    """
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:  # migrated back to where there are none
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


def connect(sender: AppConfig) -> None:
    post_migrate.connect(make_groups, sender=sender)
