"""How a constraint is tested: by rows that break it, past every form, in the database itself.

Each package's test_constraints.py holds a table of `Break`; tests/editions/test_constraints.py
sees to it that no constraint is without one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model, UniqueConstraint

APPS = ("images", "films", "cast", "reviews", "verdicts", "editions")


@dataclass(frozen=True)
class Break:
    constraint: str
    """Its name; of a unique field "app.Model.field"."""
    build: Callable[[], Model]
    """A row that breaks this one and no other, not yet saved so."""
    says: dict[str, list[str]] | None
    """What a form would say, by field; None where a form cannot come to it."""

    def __str__(self) -> str:
        return self.constraint

    def check(self) -> None:
        row = self.build()
        if self.says is not None:
            with pytest.raises(ValidationError) as refused:
                row.full_clean()
            assert refused.value.message_dict == self.says, refused.value.message_dict
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            # Past `save` and `clean`, which would not let it through.
            fields = [field.name for field in row._meta.local_fields if not field.primary_key]
            if row._state.adding:
                type(row)._base_manager.bulk_create([row])
            else:
                type(row)._base_manager.bulk_update([row], fields)
        name, message = known()[self.constraint]
        if connection.vendor == "postgresql":
            assert broken.value.__cause__.diag.constraint_name == name
        else:
            assert str(broken.value) == message, str(broken.value)


def known() -> dict[str, tuple[str, str]]:
    """Every constraint: its name in PostgreSQL, and what SQLite says when it is broken."""
    found = {}
    for model in models():
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            message = f"CHECK constraint failed: {constraint.name}"
            if isinstance(constraint, UniqueConstraint):
                columns = (model._meta.get_field(name).column for name in constraint.fields)
                message = unique(*(f"{table}.{column}" for column in columns))
            found[constraint.name] = constraint.name, message
        for field in unique_fields(model):
            name = f"{model._meta.label}.{field.name}"
            found[name] = f"{table}_{field.column}_key", unique(f"{table}.{field.column}")
    return found


def models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def unique_fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_fields if field.unique and not field.primary_key]


def unique(*columns: str) -> str:
    return f"UNIQUE constraint failed: {', '.join(columns)}"


def taken(model: str, field: str) -> list[str]:
    return [f"{model} with this {field} already exists."]


BLANK = ["This field cannot be blank."]


def violated(constraint: str) -> dict[str, list[str]]:
    return {"__all__": [f"Constraint “{constraint}” is violated."]}


def is_no_choice(value: str) -> list[str]:
    return [f"Value '{value}' is not a valid choice."]
