"""A new migration lets the version before it go on reading and saving (docs/releasing.md).

While several servers are upgraded one by one, the former version works with the new tables.
"""

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from config.settings import BASE_DIR

KEPT = {
    "accounts": "0005_passkeys",
    "cast": "0009_different_character_slugs",
    "desk": "0003_comments",
    "editions": "0013_checks_and_open_leaks",
    "films": "0011_titles_places_and_trailers",
    "images": "0003_rights_and_focal_points",
    "monitoring": "0001_initial",
    "moving": "0002_site_moves",
    "outreach": "0001_initial",
    "pages": "0010_purge",
    "reviews": "0010_planned_for",
    "site_settings": "0003_page_addresses",
    "verdicts": "0003_half_written_drafts",
}
"""The last migrations from before the rule."""

MARKER = "former_version_works"
"""The attribute of a migration that says why the version before does without what it takes away."""

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
    # What it does cannot be told.
    migrations.RunSQL,
)


def problems(migration: Any, before: Any) -> Iterator[str]:
    """What the version before ``migration`` fails with. ``before`` are the models by app and name,
    with their fields by name."""
    made: set[str] = set()
    for operation in _in_database(migration.operations):
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        if getattr(operation, "model_name_lower", "") in made:
            continue
        what = f"{migration.app_label}.{migration.name}: {operation.describe()}"
        former = None
        if isinstance(operation, migrations.AlterField):
            former = before[migration.app_label, operation.model_name_lower].fields[operation.name]
        takes_away = isinstance(operation, TAKES_AWAY) or (
            former is not None and _holds_less(operation.field, former)
        )
        if takes_away and not getattr(migration, MARKER, ""):
            yield f"{what}: do so in a later release, or say in `{MARKER}` why it can be done now"
        if isinstance(operation, (migrations.AddField, migrations.AlterField)):
            if _refuses_nothing(operation.field):
                continue
            if former is None or _refuses_nothing(former):
                yield f"{what}: set `db_default`, or `null=True`"


def _in_database(operations: list[Any]) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _in_database(operation.database_operations)
        else:
            yield operation


def _refuses_nothing(field: Any) -> bool:
    """Whether a row can be inserted without the column of ``field``, or it has none."""
    return field.null or field.many_to_many or field.has_db_default()


def _holds_less(field: Any, former: Any) -> bool:
    """Whether the column of ``field`` may refuse a value that the column of ``former`` has."""
    if field.get_internal_type() != former.get_internal_type() or (
        field.unique and not former.unique
    ):
        return True
    return field.max_length is not None and field.max_length < (former.max_length or sys.maxsize)


def _own_apps() -> set[str]:
    return {each.label for each in apps.get_app_configs() if (BASE_DIR / each.name).is_dir()}


def test_new_migrations_let_the_version_before_work() -> None:
    loader = MigrationLoader(None)
    known = {each for leaf in KEPT.items() for each in loader.graph.forwards_plan(leaf)}
    found = []
    for key, migration in loader.disk_migrations.items():
        if key[0] in _own_apps() and key not in known:
            state = loader.project_state(key, at_end=False)
            found += problems(migration, state.models)
    assert found == []


def test_every_app_of_the_site_is_looked_at() -> None:
    assert {app for app in KEPT if app not in _own_apps()} == set()
    assert "auth" not in _own_apps()


def number(**options: Any) -> Any:
    return models.IntegerField(**options)


class TestProblems:
    @pytest.mark.parametrize(
        ("operation", "named"),
        [
            (migrations.AddField("film", "stars", number(default=1)), "db_default"),
            (migrations.AddField("film", "stars", number(default=1, db_default=1)), ""),
            (migrations.AddField("film", "stars", number(null=True)), ""),
            (migrations.AddField("film", "likes", models.ManyToManyField("films.Film")), ""),
            (migrations.AlterField("film", "optional", number()), "db_default"),
            (migrations.AlterField("film", "required", number()), ""),
            (migrations.RemoveField("film", "required"), MARKER),
            (migrations.RenameField("film", "required", "needed"), MARKER),
            (migrations.DeleteModel("Film"), MARKER),
            (migrations.RunPython(migrations.RunPython.noop), ""),
            (migrations.RunSQL("DROP TABLE films_film"), MARKER),
            (migrations.AlterUniqueTogether("film", {("required", "optional")}), MARKER),
            (migrations.AlterField("film", "required", models.CharField(max_length=9)), MARKER),
            (migrations.AlterField("film", "required", number(unique=True)), MARKER),
            (migrations.AlterField("film", "name", models.CharField(max_length=9)), MARKER),
            (migrations.AlterField("film", "name", models.CharField(max_length=30)), ""),
            (migrations.AlterField("film", "name", models.TextField()), MARKER),
        ],
    )
    @pytest.mark.parametrize("is_marked", [False, True])
    def test_are_what_the_former_version_fails_with(
        self, operation: Any, named: str, is_marked: bool
    ) -> None:
        migration = migrations.Migration("0099_new", "films")
        migration.operations = [operation]
        if is_marked:
            setattr(migration, MARKER, "Nothing has read it since 1.2.")
        name = models.CharField(max_length=20)
        fields = {"optional": number(null=True), "required": number(), "name": name}
        found = list(problems(migration, {("films", "film"): SimpleNamespace(fields=fields)}))
        # The marker is for what is taken away only.
        assert [named in each for each in found] == (
            [True] if named and not (is_marked and named == MARKER) else []
        )

    def test_are_none_in_a_new_table_or_in_the_state_alone(self) -> None:
        migration = migrations.Migration("0099_new", "films")
        migration.operations = [
            migrations.CreateModel("Star", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("star", "number", number()),
            migrations.SeparateDatabaseAndState([], [migrations.RemoveField("film", "title")]),
        ]
        assert list(problems(migration, {})) == []
