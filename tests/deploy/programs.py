"""Runs the programs of an installation: installers and servers."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 180


def uv(*arguments: str | Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "uv", *arguments], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def install(wheel: Path, venv: Path) -> Path:
    """Install ``wheel`` with the pinned packages into a new ``venv``; the path of `curtain`."""
    uv("venv", "--clear", venv)
    options = ("--no-cache", "--no-deps", "--python", venv / "bin" / "python")
    uv("pip", "install", *options, "--require-hashes", "-r", ROOT / "requirements.txt")
    uv("pip", "install", *options, wheel)
    return venv / "bin" / "curtain"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    address: str = "",
    port: int = 0,
    log: Path | None = None,
    user: int | None = None,
) -> Iterator[None]:
    """Run a server until the end of the block, as the user with the number ``user``.

    It is ready when ``address`` answers 200, or when it listens on ``port``. ``log`` gets what it
    prints, by default server.log in ``cwd``.
    """
    log = log or cwd / "server.log"
    with log.open("ab") as output:
        server = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not (_answers(address) if address else _listens(port)):
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(log.read_text())
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10):
            return True
    except OSError:
        return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
