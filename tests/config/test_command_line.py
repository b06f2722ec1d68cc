"""`curtain` of an installed package, and what it shares with `manage.py`."""

import os
import re
import shlex
import socket
import stat
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import __version__, command_line, environment, serving
from config.settings import BASE_DIR

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that Django gets. Django runs none of them."""
    lines: list[list[str]] = []
    monkeypatch.setattr(command_line, "execute_from_command_line", lines.append)
    return lines


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executed: list[list[str]]) -> Path:
    """The home of an installed package, which does not exist yet."""
    folder = tmp_path / "new" / "home"
    monkeypatch.setattr(command_line, "IS_CLONE", False)
    monkeypatch.setenv("CURTAIN_HOME", str(folder))
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.delenv("SECRET_KEY")
    return folder


def curtain(*arguments: str) -> None:
    sys.argv = ["/srv/bin/curtain", *arguments]
    command_line.main()


@pytest.fixture(autouse=True)
def _same_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", sys.argv)


class TestCommandLine:
    def test_tells_its_version(self, capsys: Capture) -> None:
        curtain("--version")
        assert capsys.readouterr().out == f"Curtain {__version__}\n"

    def test_without_arguments_lists_the_commands(self, home: Path, capsys: Capture) -> None:
        curtain()
        assert f"Curtain {__version__}, a film-review CMS" in capsys.readouterr().out
        assert not home.exists()

    def test_other_commands_are_those_of_manage_py(
        self, home: Path, executed: list[list[str]]
    ) -> None:
        curtain("import", "alien.md", "--publish")
        curtain("backup", "site.backup")
        assert executed == [
            ["/srv/bin/curtain", "import_review", "alien.md", "--publish"],
            ["/srv/bin/curtain", "backup", "site.backup"],
        ]


class TestHome:
    def test_gets_a_secret_key_once(self, home: Path, capsys: Capture) -> None:
        own = home / "var" / "env"
        curtain("check")
        assert capsys.readouterr().err == f"A secret key was made and stored in {own}.\n"
        assert stat.S_IMODE(own.stat().st_mode) == 0o600
        key = os.environ.pop("SECRET_KEY")
        curtain("check")
        assert (os.environ["SECRET_KEY"], capsys.readouterr().err) == (key, "")
        assert len(key) > 50

    def test_gets_no_key_if_the_environment_has_one(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "mine")
        curtain("check")
        assert not home.exists()

    def test_that_cannot_be_used_is_a_sentence(self, home: Path) -> None:
        own = home / "var" / "env"
        own.mkdir(parents=True)
        with pytest.raises(SystemExit) as refusal:
            curtain("check")
        assert refusal.value.code == f"{own}: Is a directory."

    @pytest.mark.parametrize("value", ["", "site"])
    def test_must_be_named_for_a_package(
        self, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CURTAIN_HOME", value)
        with pytest.raises(ImproperlyConfigured, match="CURTAIN_HOME must be the absolute path"):
            environment.home("CURTAIN_HOME", clone=tmp_path)

    def test_is_the_clone_by_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CURTAIN_HOME", raising=False)
        assert environment.home("CURTAIN_HOME", clone=BASE_DIR) == BASE_DIR


class TestRun:
    @pytest.fixture
    def steps(self, monkeypatch: pytest.MonkeyPatch) -> list[object]:
        done: list[object] = []
        monkeypatch.setattr(serving, "set_up", lambda: done.append("set up"))
        monkeypatch.setattr(os, "execv", lambda program, command: done.append(command))
        for name in serving.VARIABLES:
            monkeypatch.setenv(name, "7")
        return done

    @pytest.fixture
    def free_port(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every port is free."""
        monkeypatch.setattr(serving, "why_not", lambda host, port: "")

    @pytest.mark.usefixtures("free_port")
    def test_sets_up_the_site_and_becomes_the_server(self, home: Path, steps: list[object]) -> None:
        curtain("run", "--host=0.0.0.0", "--port=8123", "--workers=3")
        command = serving.granian(host="0.0.0.0", port=8123, workers=3, log_level="info")
        assert steps == ["set up", command]
        assert os.environ["GRANIAN_BLOCKING_THREADS"] == "7"

    @pytest.mark.usefixtures("free_port")
    def test_only_serves_if_asked(self, home: Path, steps: list[object]) -> None:
        curtain("run", "--no-setup")
        assert len(steps) == 1

    @pytest.mark.parametrize(
        ("port", "sentence"),
        [
            ("0", "--port must be a number from 1 to 65535, not 0."),
            ("", "Port {port} of 127.0.0.1 is not available (Address already in use). Stop the "),
        ],
    )
    def test_a_port_that_cannot_be_used_is_a_sentence(
        self, port: str, sentence: str, home: Path, steps: list[object]
    ) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            with pytest.raises(SystemExit) as refusal:
                curtain("run", f"--port={port or taken}")
        assert str(refusal.value.code).startswith(sentence.format(port=taken))
        assert steps == []

    def test_serves_as_the_systemd_unit_does(self) -> None:
        unit = (BASE_DIR / "deploy" / "curtain.service").read_text()
        (started,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
        own = serving.granian(host="127.0.0.1", port=8000, workers=2, log_level="info")
        # The unit has a WorkingDirectory, and granian's own level of the log.
        left_out = ("--working-dir", "--log-level")
        shared = [option for option in own[1:] if not option.startswith(left_out)]
        assert shlex.split(started)[1:] == " ".join(shared).replace("=", " ").split()
        for name, value in serving.VARIABLES.items():
            assert f"\nEnvironment={name}={value}\n" in unit
