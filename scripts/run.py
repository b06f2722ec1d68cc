"""Set up the site with SQLite and start the server: `make run`.

All data is in var/ and kept for the next run. Each run sets a new password for the editor's
account, unless the password was changed by hand.
"""

import os
import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from config import serving
from config.database_errors import explanation
from config.locks import file_lock
from config.own_environment import make_secret_key, read_own_environment, write_secret
from scripts.faces import add_faces, read_faces

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"
CONTACT = "editors@curtain.example"  # reserved domain, which receives no mail (RFC 2606)
EDITOR = "editor"


def reserved_port(value: str) -> tuple[int, socket.socket]:
    """The number of a free port, and a socket that keeps it until the server listens.

    Exits with a message if the number is invalid or the port is in use.
    """
    if not value.isdecimal() or not 0 < int(value) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {value!r}: make run PORT=8001.")
    port = int(value)
    if problem := serving.why_not(HOST, port):
        sys.exit(
            f"Port {port} is not available ({problem}). Stop the program that uses it, "
            f"or choose another port: make run PORT={port + 1 if port < 65535 else port - 1}."
        )
    # granian sets the same option. A probe without it finds the port in use.
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    kept.set_inheritable(True)
    with suppress(OSError):  # connections of another program may not be over yet
        kept.bind((HOST, port))
    return port, kept


def load_environment(port: int, *, var: Path = VAR) -> None:
    """Set missing environment variables. A secret key is generated once and kept in var/env."""
    make_secret_key(var)
    read_own_environment(var)
    os.environ.setdefault("DEBUG", "false")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("CONTACT_EMAIL", CONTACT)
    # Prints mails.
    os.environ.setdefault("EMAIL_URL", "consolemail://")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def load_demo(*, documents: Path = ROOT / "demo" / "reviews", var: Path = VAR) -> bool:
    """Import and publish the demo reviews if the site is new; whether it did.

    A marker file records the first run, so that deleted demo reviews do not come back.
    """
    from documents.importing import read_pictures
    from images.public_changes import public_change
    from reviews.models import Review

    marker = var / "demo-loaded"
    if marker.exists():
        return False
    fresh = not Review.objects.exists()
    if fresh:
        paths = sorted(documents.glob("*.md"))
        # Encoding pictures takes seconds, during which a transaction would lock the database.
        pictures, faces = read_pictures(paths), read_faces()
        with public_change():
            call_command("import_review", *map(str, paths), publish=True, pictures=pictures)
            add_faces(faces)
    marker.touch()
    return fresh


def editor_password(*, var: Path = VAR) -> str | None:
    """Set a new password for the editor's account and return it. The first run creates the account.

    Returns None without a change if the account existed before the first run, was deleted, or has
    a password that this script did not set. The hash of its last password is kept in ``var``.
    """
    from django.contrib.auth import get_user_model

    accounts = get_user_model().objects
    ours = var / "editor-password-hash"
    editor = accounts.filter(username=EDITOR).first()
    if editor is None and not ours.exists():
        editor = accounts.create_superuser(EDITOR, CONTACT)
    elif editor is None or not ours.exists() or editor.password != ours.read_text():
        return None
    password = secrets.token_urlsafe(12)
    editor.set_password(password)
    write_secret(ours, editor.password)
    editor.save(update_fields=["password"])
    return password


def greeting(password: str | None) -> str:
    from django.conf import settings

    site = settings.SITE_URL
    shown = password or "unchanged (forgotten? .venv/bin/python manage.py changepassword editor)"
    return (
        f"\n  {settings.SITE_NAME}\n"
        f"    site      {site}/\n"
        f"    admin     {site}/admin/\n"
        f"    name      {EDITOR}\n"
        f"    password  {shown}\n\n"
        "  Ctrl-C stops it.\n"
    )


def set_up() -> None:
    """Migrate, collect static files, and load the demo if the site is new. Prints the login."""
    try:
        django.setup()
        serving.set_up()
        if load_demo():
            print("The demo reviews are imported.")
        print(greeting(editor_password()), flush=True)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(explanation(error) or f"The database reported an error: {error}")


def main() -> None:
    VAR.mkdir(exist_ok=True)
    # Two runs that start together set up the site one after the other.
    with file_lock(VAR / "setup.lock"):
        port, _kept = reserved_port(os.environ.get("PORT") or "8000")
        load_environment(port)
        set_up()
    # One process, because SQLite allows one writer. Threads, so that a slow upload blocks nobody.
    serving.become_server(host=HOST, port=port, workers=1, log_level="warning")


if __name__ == "__main__":
    main()
