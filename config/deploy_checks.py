"""`manage.py check --deploy` says in words what the installation lacks."""

from collections.abc import Callable
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection
from django.utils.translation import gettext as _

from config.database_errors import first_line
from config.readiness import CHECKS

NEEDS = {"migrations": "database", "renderings": "migrations"}
"""What a check can only ask if another one has found nothing."""


@register(deploy=True)
def installation(**kwargs: Any) -> list[CheckMessage]:
    """A message for each check of /readyz that finds something.

    An in-memory database belongs to no installation. `make check` has one, because it looks at the
    settings only.
    """
    if connection.vendor == "sqlite" and connection.settings_dict["NAME"] == ":memory:":
        return []
    messages: list[CheckMessage] = []
    failed: set[str] = set()
    for name, check in CHECKS.items():
        if NEEDS.get(name) in failed:
            failed.add(name)
        elif sentence := _sentence(name, check):
            failed.add(name)
            # With outdated renderings the site is complete, only slower.
            kind = Warning if name == "renderings" else Error
            messages.append(kind(sentence, id=f"curtain.{name}"))
    return messages


def _sentence(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:
        return _("The check “%(name)s” failed: %(reason)s.") % {
            "name": name,
            "reason": first_line(error),
        }
