"""deploy/curtain.env explains the settings that the code reads, which README.md lists."""

import re
import runpy
import shlex
import subprocess
from pathlib import Path

import pytest

from config.settings import BASE_DIR

READ = re.compile(r'environment\.\w+\(\s*"([A-Z_]+)"')
ASSIGNED = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)


def names_in_code() -> set[str]:
    return set(READ.findall((BASE_DIR / "config" / "settings.py").read_text()))


def assignments() -> dict[str, str]:
    """Name and value of each variable in the file."""
    found = ASSIGNED.findall((BASE_DIR / "deploy" / "curtain.env").read_text())
    return {name: "".join(shlex.split(value)) for name, value in found}


def settings_of_a_new_site() -> dict[str, str]:
    """The variables that a copy of the file sets, once its secret key is filled in."""
    text = (BASE_DIR / "deploy" / "curtain.env").read_text()
    names = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    every = assignments()
    return {name: every[name] for name in names} | {"SECRET_KEY": "only-for-tests-" + "x" * 50}


class TestSettingsFile:
    def test_has_exactly_the_settings_that_the_code_reads(self) -> None:
        assert sorted(assignments()) == sorted(names_in_code())

    def test_readme_lists_the_same(self) -> None:
        readme = (BASE_DIR / "README.md").read_text()
        rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", readme, re.MULTILINE)
        assert sorted(re.findall("[A-Z_]+", " ".join(rows))) == sorted(names_in_code())

    def test_each_is_explained(self) -> None:
        """A comment is above it, or above the one before it."""
        lines = (BASE_DIR / "deploy" / "curtain.env").read_text().splitlines()
        unexplained = [
            line
            for before, above, line in zip(lines, lines[1:], lines[2:], strict=False)
            if ASSIGNED.match(line)
            and not above.startswith("# ")
            and not (ASSIGNED.match(above) and before.startswith("# "))
        ]
        assert unexplained == []

    def test_a_shell_reads_the_same_values(self, tmp_path: Path) -> None:
        """As the line for cron and docs/operations.md do. No value runs a program."""
        copy = tmp_path / "curtain.env"
        text = (BASE_DIR / "deploy" / "curtain.env").read_text()
        copy.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", text, flags=re.MULTILINE))
        done = subprocess.run(
            ["/bin/sh", "-ec", "set -a; . ./curtain.env; exec /usr/bin/env -0"],
            cwd=tmp_path,
            env={},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
        pairs = dict(line.split("=", 1) for line in done.stdout.split("\0") if line)
        assert {name: pairs.get(name) for name in assignments()} == assignments()

    def test_its_values_are_valid(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also those in comments, which somebody may turn on."""
        for name, value in assignments().items():
            # Folders that are not here, and a bucket, which needs more packages.
            if not name.endswith("_DIR") and name != "STORAGE_URL":
                monkeypatch.setenv(name, value)
        monkeypatch.setenv("SECRET_KEY", "a-key")
        settings = runpy.run_path(str(BASE_DIR / "config" / "settings.py"))
        assert settings["DEBUG"] is False
        assert settings["TRUSTED_PROXIES"] == 1
