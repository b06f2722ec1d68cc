"""The site in its embedded default, from nothing to a running server: `make run`.

Everything it makes lies in var/. A second run finds it there and changes none of it, save the
password of an editor's account that is still this script's own.
"""

import os
import secrets
import socket
import sys
from pathlib import Path

import django
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from scripts.faces import add_faces

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"
CONTACT = "editors@curtain.example"  # of the demo's: mail to .example reaches nobody (RFC 2606)
EDITOR = "editor"


def port_from(value: str) -> int:
    """The port to listen on, known to be free; or a sentence and an end."""
    if not value.isdecimal() or not 0 < int(value) < 65536:
        sys.exit(f"PORT is {value!r}, which is no port: give a number, as in make run PORT=8001.")
    port = int(value)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be had ({error.strerror}): stop what listens there, "
                f"or choose another: make run PORT={port + 1 if port < 65535 else port - 1}."
            )
    return port


def load_environment(port: int, *, var: Path = VAR) -> None:
    """Complete the environment. The clone's own secret key is made once and kept in var/env."""
    own = var / "env"
    var.mkdir(exist_ok=True)
    if not own.exists():
        write_secret(own, f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    environ.Env.read_env(own)
    os.environ.setdefault("DEBUG", "false")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("CONTACT_EMAIL", CONTACT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def write_secret(file: Path, content: str) -> None:
    """Write a file that none but its owner reads, not even for the moment of its making."""
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as secret:
        secret.write(content)


def load_demo(*, documents: Path = ROOT / "demo" / "reviews", var: Path = VAR) -> bool:
    """Import and publish the demo into a site that has never had any reviews; say whether.

    A marker stands for "has had": once an editor deletes them, they stay away.
    """
    from images.public_changes import public_change
    from reviews.models import Review

    marker = var / "demo-loaded"
    if marker.exists():
        return False
    fresh = not Review.objects.exists()
    if fresh:
        with public_change():
            call_command("import_review", *map(str, sorted(documents.glob("*.md"))), publish=True)
            add_faces()
    marker.touch()
    return fresh


def editor_password(*, var: Path = VAR) -> str | None:
    """A fresh password for the editor's account, made on the first run.

    None once the account is somebody's: its password was set by hand, it was there before, or it
    was removed. What this script set last is known by its hash.
    """
    from django.contrib.auth import get_user_model

    accounts = get_user_model().objects
    ours = var / "editor-password-hash"
    editor = accounts.filter(username=EDITOR).first()
    if editor is None and not ours.exists():
        editor = accounts.create_superuser(EDITOR)
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
    known = (
        password or "as it was set (forgotten? .venv/bin/python manage.py changepassword editor)"
    )
    return (
        f"\n  {settings.SITE_NAME}\n"
        f"    site      {site}/\n"
        f"    admin     {site}/admin/\n"
        f"    name      {EDITOR}\n"
        f"    password  {known}\n\n"
        "  Ctrl-C stops it.\n"
    )


def main() -> None:
    port = port_from(os.environ.get("PORT") or "8000")
    load_environment(port)
    try:
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if load_demo():
            print("The demo reviews are in.")
        print(greeting(editor_password()), flush=True)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    server = str(Path(sys.executable).parent / "granian")
    # One process, as SQLite has one writer; threads so that a slow upload keeps nobody waiting.
    os.execv(
        server,
        [
            server,
            "--interface=wsgi",
            f"--host={HOST}",
            f"--port={port}",
            "--workers=1",
            "--blocking-threads=4",
            "--log-level=warning",
            "config.wsgi:application",
        ],
    )


if __name__ == "__main__":
    main()
