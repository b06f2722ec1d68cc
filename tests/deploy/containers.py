"""Reads Dockerfile and compose.yaml, and does on this machine what they say.

No container engine is needed: each path of the image is a path below a folder, and a program of an
image is the one that is installed here.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.programs import ROOT, running

PATHS = re.compile(r"(?<![\w.])/(?=(?:opt/curtain|srv/curtain|src)\b)")
"""The beginning of a path of the image that a step writes to."""


def instructions() -> list[tuple[str, str]]:
    """Name and arguments of each instruction of the Dockerfile."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = filter(None, text.replace("\\\n", " ").splitlines())
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def compose() -> dict[str, Any]:
    text = (ROOT / "compose.yaml").read_text()
    text = re.sub(r"\$\{POSTGRES_PASSWORD:\?[^}]+\}", "a-password", text)
    parsed: dict[str, Any] = yaml.safe_load(text.replace("$$", "$"))
    return parsed


@dataclass(slots=True)
class Image:
    """What the Dockerfile makes, below the folder ``root``."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    user: int | None = None
    workdir: str = "/"

    def here(self, text: str) -> str:
        """``text`` with its paths of the image as those of this machine."""
        return PATHS.sub(f"{self.root}/", text)

    def run(self, command: list[str], **settings: str) -> str:
        """Run a command in the image, as its user; what it prints."""
        done = subprocess.run(
            [self.here(part) for part in command],
            cwd=self.here(self.workdir),
            env=self.env | settings,
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self, port: int, **settings: str) -> Iterator[None]:
        """Run the command of the image until the end of the block. It listens on ``port``."""
        command = [{"0.0.0.0": "127.0.0.1", "8000": str(port)}.get(p, p) for p in self.command]
        with running(
            command,
            cwd=Path(self.here(self.workdir)),
            env=self.env | settings,
            address=f"http://127.0.0.1:{port}/readyz",
            log=self.root / "server.log",
            user=self.user,
        ):
            yield


def build(root: Path) -> Image:
    """Do the steps of the Dockerfile below ``root``."""
    image = Image(root)
    # `python` of the base image.
    (root / "bin").mkdir()
    python = root / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys._base_executable} "$@"\n')
    python.chmod(0o755)
    for name, rest in instructions():
        match name:
            case "FROM":
                image.env = {"PATH": f"{root}/bin:/usr/local/bin:/usr/bin:/bin"}
                image.env |= {n: v for n, v in os.environ.items() if n.startswith(("PIP_", "SSL_"))}
            case "RUN":
                image.user = None
                if os.getuid():
                    rest = re.sub(r" -[og] \d+", "", rest)
                image.run(["sh", "-c", rest])
            case "COPY":
                _copy(image, rest)
            case "ENV":
                pairs = (pair.partition("=") for pair in shlex.split(rest))
                image.env |= {key: image.here(value) for key, _, value in pairs}
            case "WORKDIR":
                image.workdir = rest
            case "USER":
                image.user = int(rest.partition(":")[0]) if os.getuid() == 0 else None
            case "HEALTHCHECK":
                image.health = json.loads(rest.partition(" CMD ")[2])
            case "CMD":
                image.command = json.loads(rest)
            case "EXPOSE":
                pass
            case _:
                raise AssertionError(f"{name} is not understood")
    return image


def _copy(image: Image, arguments: str) -> None:
    *sources, target = arguments.split()
    if sources[0].startswith("--from="):
        # Both stages are below the same folder.
        assert sources[1:] == [target]
        return
    for file in context() if sources == ["."] else sources:
        copy = Path(image.here(target)) / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, copy)


def context() -> list[str]:
    """The files that are sent to the builder: those that .dockerignore does not name."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    names = [pattern.removeprefix("**/") for pattern in patterns if pattern.startswith("**/")]
    found = []
    for top in ROOT.iterdir():
        if f"/{top.name}" not in patterns:
            found += [top] if top.is_file() else filter(Path.is_file, top.rglob("*"))
    return [
        str(path.relative_to(ROOT))
        for path in found
        if not any(fnmatch(part, name) for part in path.relative_to(ROOT).parts for name in names)
    ]
