"""The file `var/env`, which has the secret key that was made for this site."""

import os
import secrets
from pathlib import Path

import environ

from config.locks import file_lock


def read_own_environment(var: Path) -> None:
    """Set the variables of ``var``/env that the environment lacks, if there is such a file."""
    own = var / "env"
    if own.exists():
        # `read_env` would ignore a file that this account cannot read.
        with own.open(encoding="utf-8") as file:
            environ.Env.read_env(file)


def make_secret_key(var: Path) -> bool:
    """Write a new secret key to ``var``/env, unless the file exists; whether it was written."""
    var.mkdir(parents=True, exist_ok=True)
    with file_lock(var / "env.lock"):
        own = var / "env"
        if own.exists():
            return False
        write_secret(own, f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    return True


def write_secret(file: Path, content: str) -> None:
    """Write a file that only its owner can read. It is created with that mode."""
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as secret:
        secret.write(content)
