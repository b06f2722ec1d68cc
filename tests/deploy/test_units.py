"""The systemd units: valid, with commands that the site has, and leading to a site."""

import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.utils import timezone
from granian.cli import cli

from bench.shared_cache.readers import get
from config import serving
from config.settings import BASE_DIR
from tests.deploy.programs import ROOT, free_port
from tests.deploy.units import Machine, install, read_settings, read_unit, words

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


class TestServerOfTheSite:
    """docs/operations.md says that `curtain run` serves the site as the unit does."""

    def test_has_the_options_of_curtain_run(self) -> None:
        unit = read_unit("curtain.service")
        (command,) = map(words, unit["ExecStart"])
        run = serving.granian(host=serving.HOST, port=serving.PORT, workers=2, log_level="info")
        ours, its = (
            cli.make_context("granian", each[1:]).params | {"working_dir": None}
            for each in (command, run)
        )
        assert ours == its
        assert f"--working-dir={BASE_DIR}" in run
        assert [Path(each[0]).name for each in (command, run)] == ["granian"] * 2

    def test_has_the_variables_of_curtain_run(self) -> None:
        unit = read_unit("curtain.service")
        assert dict(line.split("=") for line in unit["Environment"]) == serving.VARIABLES


class TestSettingsAsSystemdReadsThem:
    def test_quotes_comments_and_spaces(self) -> None:
        text = """
# A=1
; B=2
no assignment
C=plain words # and more
D='$5 & "more" \\'
E="say \\"yes\\" \\n"
F=a\\ b
 G = spaces\x20
H=
"""
        assert read_settings(text) == {
            "C": "plain words # and more",
            "D": '$5 & "more" \\',
            "E": 'say "yes" \\n',
            "F": "a b",
            "G": "spaces",
            "H": "",
        }


def edited_settings() -> str:
    """deploy/curtain.env as somebody edits it."""
    text = (ROOT / "deploy" / "curtain.env").read_text()
    for written, edited in {
        "\nSECRET_KEY=\n": "\nSECRET_KEY='only-for-tests $(ls) \"" + "x" * 50 + "'\n",
        "\n#SITE_NAME=Curtain\n": "\nSITE_NAME='Films & more'\n",
        "\n#METRICS_DIR=/run/curtain-metrics\n": "\nMETRICS_DIR=/run/curtain-metrics\n",
    }.items():
        assert written in text, written
        text = text.replace(written, edited)
    return text


@pytest.fixture
def machine() -> Iterator[Machine]:
    # Its user must be able to enter the folder.
    root = Path(tempfile.mkdtemp(prefix="curtain-machine-"))
    root.chmod(0o755)
    yield install(root, edited_settings())
    shutil.rmtree(root)


READER = {
    "Host": "reviews.example.org",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.7",
}
"""What nginx sends to the app."""


@pytest.mark.soak
class TestSite:
    def test_is_served_and_looked_after_by_the_services(self, machine: Machine) -> None:
        port, metrics_port = free_port(), free_port()
        backups = machine.folder("/var/backups/curtain")
        review = ["demo/reviews/alien.md", "--publish"]
        with machine.serving("curtain.service", port, "/readyz"):
            manage = ["/srv/curtain/.venv/bin/python", "manage.py"]
            machine.run(read_unit("curtain.service"), [*manage, "import_review", *review])
            page = get(port, "/reviews/alien/", headers=READER)
            assert page.status == 200
            assert "Seven at Supper" in page.body
            assert "Films &amp; more" in page.body

            machine.start("curtain-due.service")

            machine.start("curtain-backup.service")
            (backup,) = backups.iterdir()
            assert backup.stat().st_size > 100_000
            assert backup.stat().st_mode & 0o077 == 0

            write_access_logs(machine)
            assert "3 views of 1 reviews. 0 of 3 lines" in machine.start("curtain-readers.service")

            with machine.serving("curtain-metrics.service", metrics_port, "/metrics"):
                metrics = get(metrics_port, "/metrics").body
                assert 'curtain_requests_total{status="200",view="pages:review"} 1.0' in metrics
        assert "ERROR" not in (machine.root / "curtain.service.log").read_text()


def write_access_logs(machine: Machine) -> None:
    """Yesterday's logs of nginx, rotated in the middle. The group adm can read them."""
    day = f"{timezone.localdate() - timedelta(days=1):%d/%b/%Y}"
    line = (
        f'192.0.2.7 - - [{day}:12:00:00 +0000] "GET /reviews/alien/ HTTP/2.0" 200 9000 "-" '
        '"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n'
    )
    for name, lines in {"access.log.1": line * 2, "access.log": line}.items():
        log = machine.folder("/var/log/nginx") / name
        log.write_text(lines)
        if machine.user is not None:
            shutil.chown(log, group="adm")
            log.chmod(0o640)
