"""Addresses of other sites, to which readers are only sent by https."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOT_SECURE = _("Enter an address that begins with “https://”.")


class SecureURLField(models.URLField):
    """A URL of at most 500 characters. The table should have a `secure_constraint` of it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 500)
        super().__init__(*args, **options)

    default_validators = [URLValidator(["https"], message=NOT_SECURE)]

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https"} | options)


def secure_constraint(column: str, *, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{column: ""}) | Q(**{f"{column}__regex": r"^https://"}),
        name=name,
        violation_error_message=NOT_SECURE,
    )
