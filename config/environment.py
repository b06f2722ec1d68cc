"""Reads settings from the environment.

Each reader takes a variable's name and returns its typed value, or raises ImproperlyConfigured with
one sentence that names the variable and says how to mend it. No sentence repeats a value: addresses
carry passwords, and what is refused ends up in logs.
"""

import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.http.request import split_domain_port

env = environ.Env()

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")
_DATABASES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}
_CACHES = ("locmem", "redis", "rediss", "valkey", "valkeys")


def text(name: str, default: str = "") -> str:
    """A variable that is set to nothing counts as not set."""
    return str(env.str(name, default="")).strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is neither true nor false: set it to one of the two.")
    return default


def count(name: str, default: int = 0) -> int:
    value = text(name, str(default))
    # As written by people: no sign, no spaces, no digits of other scripts.
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} is no number: give 0, 1, 2 and so on.")
    return int(value)


def path(name: str, default: Path, *, base: Path) -> Path:
    """A relative path is taken from `base`, so that the working directory does not matter."""
    value = text(name)
    return base / value if value else default


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} is none of those that are known: {', '.join(among)}.")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{name} is no time zone: give a name of the IANA list, such as Europe/Berlin."
        ) from error
    return value


def origin(name: str, default: str) -> str:
    """The site's own address as scheme, host and port, without a slash at the end."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or f"{parts.scheme}://{parts.netloc}" != value or "@" in parts.netloc:
        raise ImproperlyConfigured(
            f"{name} is not the address of a site: give scheme and host alone, "
            "such as https://reviews.example.org."
        )
    return value


def mailbox(name: str) -> str:
    """An address for mail, or "" where there is none."""
    value = text(name)
    try:
        if value:
            validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} is no address for mail: give one alone, such as editors@example.org."
        ) from None
    return value


def hosts(name: str, default: list[str]) -> list[str]:
    value = [host.strip() for host in text(name).split(",") if host.strip()]
    if any(host != "*" and split_domain_port(host.lstrip("."))[0] == "" for host in value):
        raise ImproperlyConfigured(
            f"{name} holds something that is no host name: give names alone, without scheme or "
            "path, separated by commas, such as reviews.example.org,www.example.org."
        )
    return value or default


def database(name: str, default: Path, *, base: Path) -> dict[str, Any]:
    """Connection settings for SQLite (`default` is its file) or PostgreSQL."""
    value = text(name)
    if not value:
        return _sqlite(default)
    mend = (
        f"{name} is no address of a database: give sqlite:///path/to/file or "
        "postgres://user:password@host:5432/name."
    )
    scheme, separator, _ = value.partition("://")
    if scheme not in _DATABASES or not separator:
        raise ImproperlyConfigured(mend)
    try:
        urlsplit(value)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            config = environ.Env.db_url_config(value, engine=_DATABASES[scheme])
    except (ValueError, UserWarning, ImproperlyConfigured):
        # Whatever it was, its text may quote the address and the password in it.
        raise ImproperlyConfigured(mend) from None
    if not config["NAME"]:
        raise ImproperlyConfigured(mend)
    if scheme == "sqlite":
        return _sqlite(config["NAME"] if config["NAME"] == ":memory:" else base / config["NAME"])
    # A connection serves many requests; one that the server dropped meanwhile is replaced unseen.
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _sqlite(file: Path | str) -> dict[str, Any]:
    return {
        "ENGINE": _DATABASES["sqlite"],
        "NAME": file,
        "OPTIONS": {
            # WAL lets readers go on while one writes; IMMEDIATE queues writers at BEGIN, where the
            # timeout (in seconds) applies, instead of failing them at their first write.
            # Foreign keys Django itself switches on for every connection.
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def cache(name: str) -> dict[str, Any]:
    """Cache settings: in the process unless the variable names a Redis or Valkey server."""
    value = text(name, "locmem://")
    scheme, separator, rest = value.partition("://")
    if scheme not in _CACHES or not separator or (scheme != "locmem" and not rest):
        raise ImproperlyConfigured(
            f"{name} is no address of a cache: give valkey://host:6379/0, redis://host:6379/0 or "
            "locmem://."
        )
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": rest}
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": f"{scheme.replace('valkey', 'redis')}://{rest}",
        # A cache that is down is a miss, not an error page.
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 1,
            "SOCKET_TIMEOUT": 1,
        },
    }
