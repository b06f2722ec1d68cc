"""Who may do what: the roles as one table, and the questions that the desk asks of it.

A role is a group. After every `migrate` the groups hold what the table says, so that a permission
taken from it here is taken from everybody who has the role.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from reviews.models import Review


class Role(StrEnum):
    """The names of the groups."""

    CRITIC = "Critic"
    EDITOR = "Editor"
    CHIEF = "Chief"


ROLE_NAMES = {Role.CRITIC: _("Critic"), Role.EDITOR: _("Editor"), Role.CHIEF: _("Chief")}
"""What people call them; a group that a site has made itself is called by its own name."""


def role_name(group: str) -> str:
    return str(ROLE_NAMES.get(group, group))  # type: ignore[call-overload]


class Action(StrEnum):
    """What is done to one review; `may` answers for each."""

    VIEW = "view"
    CHANGE = "change"
    SUBMIT = "submit"
    DELETE = "delete"
    PUBLISH = "publish"
    """Now or later; also to cancel what is scheduled."""
    WITHDRAW = "withdraw"
    EMBARGO = "embargo"


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
)
PARTS = (
    "reviews.section",
    "reviews.castcritique",
    "verdicts.verdict",
    "verdicts.audiencefit",
    "verdicts.verdictpoint",
)
EVERY_REVIEW = "publishing.edit_every_review"
"""Held by those whose reviews are not only their own."""

NEEDED: Mapping[Action, str] = {
    Action.VIEW: "reviews.view_review",
    Action.CHANGE: "reviews.change_review",
    Action.SUBMIT: "publishing.submit_review",
    Action.DELETE: "reviews.delete_review",
    Action.PUBLISH: "publishing.publish_review",
    Action.WITHDRAW: "publishing.withdraw_review",
    Action.EMBARGO: "publishing.set_embargo",
}

POWERFUL = frozenset(
    {
        NEEDED[Action.PUBLISH],
        NEEDED[Action.WITHDRAW],
        NEEDED[Action.EMBARGO],
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
    | {"publishing.submit_review"}
)
_EDITOR = (
    _CRITIC
    | _each([*FACTS, "images.image", "reviews.review"], "view", "add", "change", "delete")
    | _each(["publishing.edition"], "view")
    | {EVERY_REVIEW, "publishing.publish_review"}
)
_CHIEF = (
    _EDITOR
    | _each(["reviews.critic"], "view", "add", "change", "delete")
    # An account is deactivated rather than deleted: the editions name who published them.
    | _each(["auth.user"], "view", "add", "change")
    # A lost telephone's; its owner sets up the next one.
    | _each(["otp_totp.totpdevice"], "view", "delete")
    | {"publishing.withdraw_review", "publishing.set_embargo"}
)

PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.CRITIC: _CRITIC,
    Role.EDITOR: _EDITOR,
    Role.CHIEF: _CHIEF,
}


def may(user: User | AnonymousUser, action: Action, review: Review) -> bool:
    """Whether ``user`` may do this to this review.

    A critic's own reviews are theirs to change while they are drafts. A submitted one is the
    editors', who give it back by making it a draft again.
    """
    if not user.has_perm(NEEDED[action]):
        return False
    if user.has_perm(EVERY_REVIEW):
        return True
    own = user.pk is not None and review.critic.user_id == user.pk
    return own and (action is Action.VIEW or review.stage == Review.Stage.DRAFT)


def reviews_visible_to(user: User | AnonymousUser) -> QuerySet[Review]:
    """The reviews for which `may` allows `Action.VIEW`."""
    if not user.has_perm(NEEDED[Action.VIEW]):
        return Review.objects.none()
    if user.has_perm(EVERY_REVIEW):
        return Review.objects.all()
    return Review.objects.filter(critic__user=user.pk)


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
