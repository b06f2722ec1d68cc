"""Reads the systemd units of deploy/, and does on this machine what systemd does with them.

Each path of the machine of a site is a path below a folder.
"""

import grp
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.programs import ROOT, running

Unit = dict[str, list[str]]

PATHS = re.compile(
    r"(?<![\w.])/(?=(?:etc/curtain\.env|run/|srv/curtain|var/backups/curtain|var/log/nginx)\b)"
)
"""The first sign of each path that the units or the settings name."""

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
"""That of the services of systemd."""

USER = 20_470
"""The number of the user `curtain` here."""


def read_unit(name: str) -> Unit:
    """The values of each directive of a unit, in their order."""
    found: Unit = {}
    for line in (ROOT / "deploy" / name).read_text().replace("\\\n", " ").splitlines():
        if line and line[0] not in "#;[":
            directive, _, value = line.partition("=")
            found.setdefault(directive.strip(), []).append(value.strip())
    return found


def read_settings(text: str) -> dict[str, str]:
    """The variables of an EnvironmentFile with this text: systemd.exec(5)."""
    found = {}
    for line in map(str.strip, text.splitlines()):
        name, is_assignment, value = line.partition("=")
        if not is_assignment or line[0] in "#;":
            continue
        value = value.strip()
        match value[:1], value[1:-1], value[1:][-1:]:
            case "'", inner, "'":
                value = inner
            case '"', inner, '"':
                value = re.sub(r'\\(["\\$`])', r"\1", inner)
            case _:
                value = re.sub(r"\\(.)", r"\1", value)
        found[name.strip()] = value
    return found


def words(command: str) -> list[str]:
    """A command line of a unit as systemd splits it: systemd.service(5)."""
    # Prefixes such as "-", specifiers and variables have a meaning of their own there.
    known = command.startswith("/") and not re.search(r"%|(?<!\$)\$[\w{]", command)
    assert known, f"Not understood: {command}"
    return [word.replace("$$", "$") for word in shlex.split(command)]


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a site is installed, below ``root``.

    If ``user`` is not None, programs run as that user, who owns only the folders in which the unit
    may write: the rest of the machine is read-only to it (ProtectSystem=strict).
    """

    root: Path
    user: int | None

    def here(self, path: str) -> str:
        """``path``, or a text that has paths, with those of this machine."""
        return PATHS.sub(f"{self.root}/", path)

    def folder(self, path: str) -> Path:
        return Path(self.here(path))

    def environment(self, unit: Unit) -> dict[str, str]:
        """What the programs of a unit get. Files are stronger than Environment=."""
        pairs = [word for line in unit.get("Environment", ()) for word in shlex.split(line)]
        found = {"PATH": PATH} | dict(pair.split("=", 1) for pair in pairs)
        for file in unit.get("EnvironmentFile", ()):
            found |= read_settings(self.folder(file).read_text())
        return {name: self.here(value) for name, value in found.items()}

    def run(self, unit: Unit, command: list[str]) -> str:
        """Run a program as one of the unit; what it prints."""
        groups = [grp.getgrnam(name).gr_gid for name in unit.get("SupplementaryGroups", ())]
        with self._writable(unit):
            done = subprocess.run(
                [self.here(word) for word in command],
                cwd=self.folder(unit["WorkingDirectory"][0]),
                env=self.environment(unit),
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else groups,
                umask=int(unit.get("UMask", ["0022"])[0], 8),
                capture_output=True,
                text=True,
            )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str) -> str:
        """Run a service that ends by itself (Type=oneshot); what it prints."""
        unit = read_unit(name)
        assert unit["Type"] == ["oneshot"]
        return "".join(self.run(unit, words(line)) for line in unit["ExecStart"])

    @contextmanager
    def serving(self, name: str, port: int, path: str) -> Iterator[None]:
        """Run a service until the end of the block, on another port than that of the unit. It is
        ready when ``path`` answers 200."""
        unit = read_unit(name)
        made = [self.root / "run" / folder for folder in unit.get("RuntimeDirectory", ())]
        for folder in made:
            folder.mkdir(parents=True)
        for line in unit.get("ExecStartPre", ()):
            self.run(unit, words(line))
        (line,) = unit["ExecStart"]
        line, ports = re.subn(r"(?<=--port[ =])\d+", str(port), line)
        assert ports == 1
        with (
            self._writable(unit),
            running(
                [self.here(word) for word in words(line)],
                cwd=self.folder(unit["WorkingDirectory"][0]),
                env=self.environment(unit),
                address=f"http://127.0.0.1:{port}{path}",
                log=self.root / f"{name}.log",
                user=self.user,
            ),
        ):
            yield
        for folder in made:
            shutil.rmtree(folder)

    @contextmanager
    def _writable(self, unit: Unit) -> Iterator[None]:
        """Let the user write where the unit may, and nowhere else, until the end of the block."""
        if self.user is None:
            yield
            return
        allowed = {self.root / "run" / name for name in unit.get("RuntimeDirectory", ())}
        for paths in unit["ReadWritePaths"]:
            allowed |= {self.folder(path) for path in paths.split()}
        # systemd does not start a unit with a folder that is missing.
        assert [folder for folder in allowed if not folder.is_dir()] == []
        data = [*map(self.folder, DATA), *(self.root / "run").iterdir()]
        before = {folder: folder.stat().st_uid for folder in data}
        for folder in data:
            os.chown(folder, self.user if folder in allowed else 0, -1)
        yield
        for folder in filter(Path.exists, before):
            os.chown(folder, before[folder], -1)


DATA = ("/srv/curtain/var", "/var/backups/curtain")
"""The folders that docs/operations.md makes for the user."""


def install(root: Path, settings: str) -> Machine:
    """Install a clone below ``root`` as docs/operations.md does, with the text of its settings."""
    machine = Machine(root, None)
    clone = machine.folder("/srv/curtain")
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True
    )
    for file in filter(None, listed.stdout.split("\0")):
        copy = clone / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, copy)
    (clone / ".venv").symlink_to(sys.prefix)
    for path in ("/run/", "/var/log/nginx", *DATA):
        machine.folder(path).mkdir(parents=True, exist_ok=True)
    machine.folder("/var/backups/curtain").chmod(0o700)
    file = machine.folder("/etc/curtain.env")
    file.parent.mkdir()
    file.write_text(settings)
    file.chmod(0o600)
    return Machine(root, USER if _can_change_user(clone) else None)


def _can_change_user(clone: Path) -> bool:
    """Whether the tests are root, and others may read the virtual environment."""
    if os.getuid():
        return False
    command = [clone / ".venv" / "bin" / "python", "-c", "import granian"]
    done = subprocess.run(
        command, cwd=clone, user=USER, group=USER, extra_groups=[], capture_output=True
    )
    return done.returncode == 0
