"""The command `migrate`, beyond Django's."""

from types import TracebackType
from typing import Any

from django.db.migrations.migration import Migration

from config.management.commands.migrate import Executor


class Database:
    """A connection, its schema editor and the recorder of migrations. ``log`` is what they do."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.deferred_sql: list[str] = []
        self.connection = self

    def schema_editor(self, atomic: bool) -> "Database":
        assert atomic
        return self

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, kind: type[Exception], error: Exception, trace: TracebackType) -> None:
        self.log += [*self.deferred_sql, "commit"]

    def execute(self, sql: str) -> None:
        self.log.append(sql)

    def record_applied(self, app: str, name: str) -> None:
        self.log.append(f"{app}.{name} is applied")


class Indexes(Migration):
    def apply(self, state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        schema_editor.deferred_sql += ["CREATE INDEX one", "CREATE INDEX two"]
        return state


def test_a_migration_is_recorded_in_its_transaction() -> None:
    executor = Executor.__new__(Executor)
    executor.progress_callback = None
    executor.connection = executor.recorder = database = Database()
    executor.apply_migration(None, Indexes("0001_initial", "films"))
    assert database.log == [
        "CREATE INDEX one",
        "CREATE INDEX two",
        "films.0001_initial is applied",
        "commit",
    ]
