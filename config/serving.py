"""Serves the site with granian: `curtain run`."""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from config.locks import migration_lock

HOST, PORT = "127.0.0.1", 8000

VARIABLES = {
    # Threads of each worker. granian and the settings read their number.
    "GRANIAN_BLOCKING_THREADS": "16",
    # Threads share two heaps. By default glibc gives nearly each thread its own.
    "MALLOC_ARENA_MAX": "2",
}
"""For the environment of the server, if it does not have them."""


def granian(*, host: str, port: int, workers: int, log_level: str) -> list[str]:
    """The command that serves the site, as deploy/curtain.service has it."""
    return [
        str(Path(sys.executable).parent / "granian"),
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        "--respawn-failed-workers",
        "--workers-kill-timeout=20",
        f"--log-level={log_level}",
        f"--working-dir={settings.BASE_DIR}",
        "config.wsgi:application",
    ]


def why_not(host: str, port: int) -> str:
    """Why a server cannot listen there, in the words of the system; "" if it can."""
    try:
        family, kind, number, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def set_up() -> None:
    """Apply migrations and collect static files. Servers that start together take turns."""
    with migration_lock():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()


def run(arguments: list[str]) -> None:
    """Set up the site and become its server."""
    django.setup()
    parser = ArgumentParser(
        prog=f"{Path(sys.argv[0]).name} run",
        description="Apply migrations, collect static files and serve the site.",
    )
    parser.add_argument("--host", default=HOST, help=f"the address to listen on ({HOST})")
    parser.add_argument("--port", default=PORT, type=int, help=f"({PORT})")
    # SQLite allows one writer.
    workers = 1 if connection.vendor == "sqlite" else 2
    parser.add_argument("--workers", default=workers, type=int, help=f"processes ({workers})")
    parser.add_argument(
        "--no-setup", action="store_true", help="neither migrate nor collect static files"
    )
    chosen = parser.parse_args(arguments)
    if not 0 < chosen.port < 65536:
        sys.exit(f"--port must be a number from 1 to 65535, not {chosen.port}.")
    if problem := why_not(chosen.host, chosen.port):
        sys.exit(
            f"Port {chosen.port} of {chosen.host} is not available ({problem}). Stop the program "
            "that uses it, or choose another one: --port, --host."
        )
    try:
        if not chosen.no_setup:
            sys.stderr.write("Applying migrations and collecting static files.\n")
            set_up()
    except CommandError as error:
        sys.exit(str(error))
    become_server(host=chosen.host, port=chosen.port, workers=chosen.workers)


def become_server(*, host: str, port: int, workers: int, log_level: str = "info") -> None:
    """Replace this process by the server."""
    for name, value in VARIABLES.items():
        os.environ.setdefault(name, value)
    command = granian(host=host, port=port, workers=workers, log_level=log_level)
    os.execv(command[0], command)  # noqa: S606
