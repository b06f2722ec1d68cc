"""The indexes of PostgreSQL for the searches of the admin."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.db import ProgrammingError, connection

from desk.text_search import texts_of_reviews
from images.admin_search import NarrowSearch

migration: Any = import_module("desk.migrations.0004_search_indexes")

SMALL = {
    "auth_user",
    "films_franchise",
    "films_franchiseentry",
    "films_franchiseslug",
    "films_genre",
    "films_genreslug",
    "films_project",
    "reviews_critic",
    "reviews_criticslug",
    "site_settings_sitepage",
}
"""Tables of so few rows that each search may read them."""


def searched() -> set[tuple[str, str]]:
    """The tables and columns that the searches of the admin read."""
    found = set()
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, NarrowSearch):
            continue
        for name in model_admin.search_fields:
            relation, _separator, column = name.rpartition("__")
            owner: Any = model._meta.get_field(relation).related_model if relation else model
            found.add((owner._meta.db_table, owner._meta.get_field(column).column))
    for rows, _review, columns in texts_of_reviews():
        found |= {(rows.model._meta.db_table, column) for column in columns}
    return {(table, column) for table, column in found if table not in SMALL}


class TestSearchIndexes:
    def test_have_every_column_of_a_large_table_that_is_searched(self) -> None:
        indexed = {
            (table, column) for table, columns in migration.COLUMNS.items() for column in columns
        }
        assert searched() - indexed == set()

    @pytest.mark.both_databases
    @pytest.mark.django_db
    def test_are_made_on_postgresql(self) -> None:
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "cast_person")
        assert ("cast_person_search" in found) is (connection.vendor == "postgresql")

    @pytest.mark.django_db
    def test_are_left_out_without_the_extension(self, capsys: pytest.CaptureFixture[str]) -> None:
        asked: list[str] = []

        def execute(sql: str) -> None:
            asked.append(sql)
            raise ProgrammingError("permission denied to create extension\nHINT: ask")

        server = SimpleNamespace(vendor="postgresql", alias="default")
        migration.make_indexes(None, SimpleNamespace(connection=server, execute=execute))
        assert asked == ["CREATE EXTENSION IF NOT EXISTS pg_trgm"]
        assert "(permission denied to create extension)" in capsys.readouterr().err
