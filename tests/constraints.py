"""Tests of database constraints: each one is broken by a row that is written without validation.

The test_constraints.py of each package has a list of `Break`. tests/editions/test_constraints.py
checks that there is one for every constraint.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model, UniqueConstraint

APPS = (
    "images",
    "films",
    "cast",
    "reviews",
    "verdicts",
    "editions",
    "monitoring",
    "moving",
    "outreach",
    "site_settings",
)


@dataclass(frozen=True)
class Break:
    constraint: str
    """The name of the constraint, or "app.Model.field" for a unique field."""
    build: Callable[[], Model]
    """Returns an unsaved row, or an unsaved change of one, that breaks only this constraint."""
    errors: dict[str, list[str]] | None
    """The validation errors by field; None if validation does not check this constraint."""

    def __str__(self) -> str:
        return self.constraint

    def check(self) -> None:
        row = self.build()
        if self.errors is not None:
            with pytest.raises(ValidationError) as refused:
                row.full_clean()
            assert refused.value.message_dict == self.errors, refused.value.message_dict
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            # Bulk writes call neither `save` nor `clean`, which would refuse the row.
            fields = [field.name for field in row._meta.local_fields if not field.primary_key]
            if row._state.adding:
                type(row)._base_manager.bulk_create([row])
            else:
                type(row)._base_manager.bulk_update([row], fields)
        name, message = constraints()[self.constraint]
        if connection.vendor == "postgresql":
            assert broken.value.__cause__.diag.constraint_name == name
        else:
            assert str(broken.value) == message, str(broken.value)


def constraints() -> dict[str, tuple[str, str]]:
    """For every constraint, its name in PostgreSQL and the message of SQLite when it is broken."""
    found = {}
    for model in models():
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            message = f"CHECK constraint failed: {constraint.name}"
            if isinstance(constraint, UniqueConstraint):
                columns = (model._meta.get_field(name).column for name in constraint.fields)
                message = unique_message(*(f"{table}.{column}" for column in columns))
            found[constraint.name] = constraint.name, message
        for field in unique_fields(model):
            name = f"{model._meta.label}.{field.name}"
            found[name] = f"{table}_{field.column}_key", unique_message(f"{table}.{field.column}")
    return found


def models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def unique_fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_fields if field.unique and not field.primary_key]


def unique_message(*columns: str) -> str:
    return f"UNIQUE constraint failed: {', '.join(columns)}"


def already_exists(model: str, field: str) -> list[str]:
    return [f"{model} with this {field} already exists."]


BLANK = ["This field cannot be blank."]


def constraint_error(constraint: str) -> dict[str, list[str]]:
    return {"__all__": [f"Constraint “{constraint}” is violated."]}


def not_a_choice(value: str) -> list[str]:
    return [f"Value '{value}' is not a valid choice."]
