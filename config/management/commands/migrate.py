"""Django's `migrate`, of which each migration can be killed at any moment.

Django commits a migration that makes indexes at its end, and then writes in a second transaction
that it was applied. Between the two, a killed process left tables of which the next run knew
nothing, so that it failed: "table already exists".
"""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration


class Executor(MigrationExecutor):
    """Writes that a migration was applied in the transaction of the migration."""

    def apply_migration(
        self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        apply = migration.apply

        def apply_all(project_state: Any, schema_editor: Any, **options: Any) -> Any:
            project_state = apply(project_state, schema_editor, **options)
            # What is left to the end of the transaction, at its end. Django records a migration
            # within the transaction only if nothing is left.
            while schema_editor.deferred_sql:
                schema_editor.execute(schema_editor.deferred_sql.pop(0))
            return project_state

        vars(migration)["apply"] = apply_all
        return super().apply_migration(state, migration, fake, fake_initial)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        vars(migrate)["MigrationExecutor"] = Executor
        super().handle(*args, **options)
