"""Backups in a folder: each is named for its moment, and the oldest are deleted."""

from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from documents.backups import dated
from documents.backups.archive import BackupError
from documents.management.commands import backup

pytestmark = pytest.mark.django_db
"""For the audit log."""


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups are empty files. tests/documents/test_backups.py looks into real ones."""
    monkeypatch.setattr(backup, "make_backup", lambda file: file.touch())
    monkeypatch.setattr(backup, "print_summary", lambda *arguments: None)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestDatedBackups:
    def test_the_newest_are_kept_and_other_files_stay(self, tmp_path: Path) -> None:
        (tmp_path / "before-the-upgrade.backup").touch()
        output = StringIO()
        for day in (27, 28, 29):
            with time_machine.travel(f"2026-11-{day}T03:00:00+00:00", tick=False):
                call_command("backup", tmp_path, keep=2, stdout=output)
        assert names(tmp_path) == [
            "before-the-upgrade.backup",
            "curtain-20261128T030000Z.backup",
            "curtain-20261129T030000Z.backup",
        ]
        assert output.getvalue() == "Deleted: curtain-20261127T030000Z.backup.\n"

    def test_all_are_kept_without_the_option(self, tmp_path: Path) -> None:
        for day in (27, 28):
            with time_machine.travel(f"2026-11-{day}T03:00:00+00:00", tick=False):
                call_command("backup", tmp_path)
        assert len(names(tmp_path)) == 2

    def test_one_that_fails_deletes_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(file: Path) -> None:
            raise BackupError("The disk is full.")

        (tmp_path / "curtain-20261127T030000Z.backup").touch()
        monkeypatch.setattr(backup, "make_backup", fail)
        with pytest.raises(CommandError, match=r"The disk is full\."):
            call_command("backup", tmp_path, keep=1)
        assert names(tmp_path) == ["curtain-20261127T030000Z.backup"]

    @pytest.mark.parametrize(
        ("name", "keep", "sentence"),
        [
            ("", 0, r"--keep must be 1 or more\."),
            ("site.backup", 3, r"--keep needs a folder that exists: .*site\.backup is none\."),
        ],
    )
    def test_a_wrong_option_is_refused(
        self, name: str, keep: int, sentence: str, tmp_path: Path
    ) -> None:
        with pytest.raises(CommandError, match=sentence):
            call_command("backup", tmp_path / name, keep=keep)
        assert names(tmp_path) == []

    def test_an_old_file_that_cannot_be_deleted_is_named(self, tmp_path: Path) -> None:
        old = tmp_path / "curtain-20261127T030000Z.backup"
        old.mkdir()  # which `unlink` refuses
        (tmp_path / "curtain-20261128T030000Z.backup").touch()
        with pytest.raises(BackupError, match=r"The old backup .*27T030000Z\.backup cannot be"):
            dated.delete_older(tmp_path, 1)
