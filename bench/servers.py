"""Starts servers on 127.0.0.1 for a measurement, and stops them by their process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"
"""What a run may leave for the next one."""

WORKERS = 2
"""Of every server that is compared with another one."""

BLOCKING_THREADS = 16
"""Of each worker, as in deploy/curtain.service."""


def stop_servers_when_terminated() -> None:
    """Let the signal TERM end this program as Ctrl-C does: the blocks of `running` are left."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    address: str,
    env: Mapping[str, str],
    cwd: Path = ROOT,
    quiet: bool = False,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block. It starts when ``address`` answers. ``quiet`` is for
    one that writes a line for each request."""
    log = subprocess.DEVNULL if quiet else None
    server = subprocess.Popen(command, cwd=cwd, env=os.environ | env, stdout=log, stderr=log)
    try:
        wait_for(address, server)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Exits if ``server`` has ended or does not answer within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address):
                return
        except HTTPError as error:
            sys.exit(f"{address} answers {error.code}.")
        except URLError:
            time.sleep(0.02)
    sys.exit(f"{address} does not answer.")


def granian(python: Path, application: str, port: int, workers: int = WORKERS) -> list[str | Path]:
    """The command that serves a WSGI application with the granian beside ``python``, as
    deploy/curtain.service does."""
    return [
        python.with_name("granian"),
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        f"--workers={workers}",
        f"--blocking-threads={BLOCKING_THREADS}",
        "--log-level=error",
        application,
    ]
