"""The systemd units: valid, and with commands that the site has."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from config.settings import BASE_DIR

UNITS = sorted(
    path for path in (BASE_DIR / "deploy").iterdir() if path.suffix in (".service", ".timer")
)
COMMAND = re.compile(r"^Exec\w+=/srv/curtain/\.venv/bin/python manage\.py (.+)$", re.MULTILINE)


def commands() -> list[list[str]]:
    return [shlex.split(line) for unit in UNITS for line in COMMAND.findall(unit.read_text())]


class TestUnits:
    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
    def test_are_valid(self, tmp_path: Path) -> None:
        """The programs in them need not be installed here."""
        copies = []
        for unit in UNITS:
            text = re.sub(r"=/srv/curtain/\.venv/bin/\S+", "=/bin/true", unit.read_text())
            copy = tmp_path / unit.name
            copy.write_text(text)
            copies.append(copy)
        done = subprocess.run(
            ["systemd-analyze", "verify", *copies], capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")

    def test_run_commands_of_the_site_with_their_options(self) -> None:
        found = commands()
        names = {name for name, *arguments in found}
        assert {"backup", "collectstatic", "migrate", "run_due"} <= names
        for name, *arguments in found:
            app = get_commands()[name]
            command = load_command_class(app, name) if isinstance(app, str) else app
            # Exits for an option that the command does not have.
            command.create_parser("manage.py", name).parse_args(arguments)

    def test_each_timer_has_its_service(self) -> None:
        names = {unit.name for unit in UNITS}
        for unit in UNITS:
            if unit.suffix == ".timer":
                assert f"{unit.stem}.service" in names

    def test_write_only_where_they_may(self) -> None:
        """The folder of the backups is outside of var/."""
        backup = (BASE_DIR / "deploy" / "curtain-backup.service").read_text()
        (folder,) = re.findall(r"manage\.py backup (\S+)", backup)
        assert f"ReadWritePaths=/srv/curtain/var {folder}\n" in backup
