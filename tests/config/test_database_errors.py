"""Errors of the database end a command with a sentence."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from config import database_errors
from config.database_errors import explanation
from tests.canaries.channels import own_commands
from tests.moving.exports import item, wxr

ROOT = Path(__file__).parents[2]
ERROR = OperationalError("no such table")

OTHERS = {"migrate", "restore", "serve_metrics"}
"""The command that makes the tables, and those with a sentence of their own, which
tests/documents/test_backups.py and tests/monitoring/test_metrics.py expect."""

# Runs each command in one process, because starting Django takes longer than the command.
RUN_ALL = """
import sys
import manage
for arguments in {commands!r}:
    sys.argv = ["manage.py", *arguments]
    try:
        manage.main()
    except SystemExit as exit:
        print(arguments[0], exit.code)
"""


@pytest.mark.django_db
@pytest.mark.both_databases
class TestExplanation:
    def test_counts_the_missing_migrations(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0005_passkeys'")
        assert explanation(ERROR) == (
            "The database lacks 1 migration. Run `python manage.py migrate`."
        )

    def test_is_empty_if_none_is_missing(self) -> None:
        assert explanation(ERROR) == ""

    def test_says_that_the_database_is_locked(self) -> None:
        error = OperationalError("database is locked")
        error.__cause__ = sqlite3.OperationalError("database is locked")
        error.__cause__.sqlite_errorcode = sqlite3.SQLITE_BUSY
        assert explanation(error) == (
            "The database cannot be used at the moment: database is locked."
        )

    def test_says_why_the_database_cannot_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unreachable() -> None:
            raise OperationalError("connection refused.\n\tIs the server running?")

        monkeypatch.setattr(database_errors, "missing_migrations", unreachable)
        assert explanation(ERROR) == "The database cannot be read: connection refused."


class TestCommands:
    def test_without_tables_end_with_a_sentence(self, tmp_path: Path) -> None:
        document = ROOT / "demo" / "reviews" / "alien.md"
        export = tmp_path / "export.xml"
        export.write_text(wxr(item()))
        log = tmp_path / "access.log"
        log.write_text('::1 - - [31/May/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 9 "-" "-"\n')
        arguments = {
            "count_readers": [str(log), "--day=2026-05-31"],
            "backup": [str(tmp_path / "site.backup")],
            "import_site": [str(export), "--format=wordpress"],
            "import_review": [str(document)],
            "export_review": ["alien"],
            "make_corpus": ["--reviews=1"],
            "prune_audit_log": ["--days=365"],
        }
        commands = [[name, *arguments.get(name, [])] for name in sorted(own_commands() - OTHERS)]
        commands.append(["axes_reset_username", "vera"])
        environment = {
            "PATH": os.environ["PATH"],
            "DEBUG": "true",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        }
        result = subprocess.run(
            [sys.executable, "-c", RUN_ALL.format(commands=commands)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in result.stderr
        said = dict(line.split(" ", 1) for line in result.stdout.splitlines())
        assert said.keys() == {name for name, *_rest in commands}
        for name, sentence in said.items():
            assert sentence.startswith("The database lacks "), name
            assert sentence.endswith(" migrations. Run `python manage.py migrate`."), name
