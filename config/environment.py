"""Reads settings from the environment.

Each function takes the name of a variable and returns its typed value. It raises
ImproperlyConfigured with one sentence that names the variable and says how to correct it. The
sentence never repeats the value: URLs contain passwords, and error messages end up in logs.
"""

import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.http.request import split_domain_port

from verdicts.scales import NoScale, Scale

env = environ.Env()

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")
_DATABASES = {
    "sqlite": "config.sqlite",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}
_MAIL = ("smtp", "smtp+tls", "smtp+ssl", "consolemail")
_CACHES = ("locmem", "redis", "rediss", "valkey", "valkeys")


def text(name: str, default: str = "") -> str:
    """The value, stripped. An empty value counts as not set."""
    return str(env.str(name, default="")).strip() or default


def words(name: str) -> list[str]:
    """The values between commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be true or false.")
    return default


def count(name: str, default: int = 0) -> int:
    value = text(name, str(default))
    # int() would also accept a sign, underscores and digits of other scripts.
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number: 0, 1, 2 and so on.")
    return int(value)


def home(name: str, *, clone: Path) -> Path:
    """The folder whose subfolder var/ has the data of the site: by default ``clone``.

    An installed package is no clone, so there the variable is required.
    """
    value = text(name)
    if not value and (clone / "manage.py").is_file():
        return clone
    if not Path(value).is_absolute():
        raise ImproperlyConfigured(
            f"{name} must be the absolute path of the folder for the site's data, such as "
            "/srv/curtain."
        )
    return Path(value)


def path(name: str, default: Path, *, base: Path) -> Path:
    """A relative path is resolved against `base`, not against the working directory."""
    value = text(name)
    return base / value if value else default


def optional_path(name: str, *, base: Path) -> Path | None:
    return base / value if (value := text(name)) else None


def folder(name: str, *, base: Path) -> list[Path]:
    """The folder that the variable names, which must exist; nothing if it is not set."""
    value = text(name)
    if not value:
        return []
    found = base / value
    if not found.is_dir():
        raise ImproperlyConfigured(
            f"{name} must be a folder that exists and can be read, such as "
            f"/srv/site/{name.partition('_')[0].lower()}. A relative one is looked for in "
            "CURTAIN_HOME, or in the clone."
        )
    return [found]


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(among)}.")
    return value


def scale(name: str) -> str:
    """A scale in the notation of `verdicts.scales`, or "" if the variable is not set."""
    value = text(name)
    try:
        if value:
            Scale.from_notation(value)
    except NoScale:
        raise ImproperlyConfigured(
            f"{name} must be a scale: letters, percent, stars, or like 1-6, 0-10 step 0.5 or "
            "stars 1-5 step 1."
        ) from None
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{name} must be the name of an IANA time zone, such as Europe/Berlin."
        ) from error
    return value


def origin(name: str, default: str) -> str:
    """The address of the site: scheme, host and optional port, without a trailing slash."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or f"{parts.scheme}://{parts.netloc}" != value or "@" in parts.netloc:
        raise ImproperlyConfigured(
            f"{name} must be the address of the site, with scheme and host only, "
            "such as https://reviews.example.org."
        )
    return value


def addresses(name: str) -> list[str]:
    """The addresses of programs, which are separated by commas."""
    values = [value.strip() for value in text(name).split(",")]
    if not all(map(_is_address, values)):
        raise ImproperlyConfigured(
            f"{name} must be addresses separated by commas, such as http://127.0.0.1:6081/."
        )
    return [value for value in values if value]


def address(name: str) -> str:
    """The address of a page, or "" if the variable is not set."""
    value = text(name)
    if not _is_address(value):
        raise ImproperlyConfigured(
            f"{name} must be the address of a page, such as https://hub.example.org/."
        )
    return value


def _is_address(value: str) -> bool:
    """Whether this is an address without a name and a password, or empty."""
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    return not value or (valid and "@" not in parts.netloc and value.isascii())


def mailbox(name: str) -> str:
    """An email address, or "" if the variable is not set."""
    value = text(name)
    try:
        if value:
            validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} must be one email address, such as editors@example.org."
        ) from None
    return value


def mail_server(name: str) -> dict[str, Any]:
    """Django's settings EMAIL_… for the mail server of the URL; for none, a backend that sends
    nothing."""
    url = text(name)
    scheme = urlsplit(url).scheme
    if url and (scheme not in _MAIL or not (urlsplit(url).hostname or scheme == "consolemail")):
        raise ImproperlyConfigured(
            f"{name} must be the URL of a mail server, such as "
            "smtp+tls://user:password@mail.example.org:587, or consolemail:// to print mails."
        )
    parsed = environ.Env.email_url_config(url or "dummymail://")
    return {key: value for key, value in parsed.items() if value}


def hosts(name: str, default: list[str]) -> list[str]:
    value = words(name)
    if any(host != "*" and split_domain_port(host.lstrip("."))[0] == "" for host in value):
        raise ImproperlyConfigured(
            f"{name} must be host names separated by commas, without scheme or path, "
            "such as reviews.example.org,www.example.org."
        )
    return value or default


def database(name: str, default: Path, *, base: Path, lock_seconds: int) -> dict[str, Any]:
    """Connection settings for SQLite (`default` is its file) or PostgreSQL.

    A statement that waits for a lock fails after `lock_seconds`.
    """
    value = text(name)
    if not value:
        return sqlite(default, lock_seconds)
    message = (
        f"{name} must be the URL of a database: sqlite:///path/to/file or "
        "postgres://user:password@host:5432/name."
    )
    scheme, separator, _ = value.partition("://")
    if scheme not in _DATABASES or not separator:
        raise ImproperlyConfigured(message)
    try:
        urlsplit(value)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            config = environ.Env.db_url_config(value, engine=_DATABASES[scheme])
    except (ValueError, UserWarning, ImproperlyConfigured):
        # The text of the original error may contain the URL and its password.
        raise ImproperlyConfigured(message) from None
    if not config["NAME"]:
        raise ImproperlyConfigured(message)
    if scheme == "sqlite":
        if config.get("OPTIONS"):
            raise ImproperlyConfigured(
                f"{name} must have no options after the file of an SQLite database, "
                "such as ?timeout=5."
            )
        file = config["NAME"] if config["NAME"] == ":memory:" else base / config["NAME"]
        return sqlite(file, lock_seconds)
    options = postgresql_options(lock_seconds)
    own = config.get("OPTIONS", {})
    if "options" in own:
        # The last value of an option counts.
        own = own | {"options": f"{options['options']} {own['options']}"}
    return config | {
        # One that the server has closed is replaced before the request.
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | own,
    }


CONNECTION_SECONDS = 600
"""For how long a thread keeps a connection, and uses it for all its requests."""


def postgresql_options(lock_seconds: int) -> dict[str, Any]:
    """Options of libpq. Without the first two, a server that has vanished is waited for without an
    end."""
    return {
        "connect_timeout": 5,  # seconds
        "tcp_user_timeout": 10_000,  # milliseconds until data that nobody acknowledges is an error
        # The timeout is in milliseconds; 0 would be no limit. Compiling a query (JIT) takes longer
        # than it saves in the queries of a site. By default PostgreSQL counts a page read at random
        # as four, as on a turning disk, and reads whole ranges of texts instead of its indexes.
        "options": (
            f"-c lock_timeout={lock_seconds * 1000 or 1} -c jit=off -c random_page_cost=1.1"
        ),
    }


def sqlite(file: Path | str, lock_seconds: int) -> dict[str, Any]:
    return {
        "ENGINE": _DATABASES["sqlite"],
        "NAME": file,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": {
            # WAL allows reading during a write. FULL writes each commit to the disk; with NORMAL,
            # a power failure would undo all since the last checkpoint. IMMEDIATE takes the write
            # lock at BEGIN, where the timeout (in seconds) applies; otherwise the first write could
            # fail at once. Large sorts use memory, because temporary files cannot be written on a
            # full disk. Each thread has two connections, so each caches only 512 KB. The operating
            # system caches the file as well.
            # Django itself enables foreign keys on every connection.
            "init_command": (
                "PRAGMA journal_mode = WAL;PRAGMA synchronous = FULL;PRAGMA temp_store = MEMORY;"
                "PRAGMA cache_size = -512;"
            ),
            "transaction_mode": "IMMEDIATE",
            "timeout": lock_seconds,
            # With Python's 128 statements for each connection, a worker with 16 threads takes 17 MB
            # more.
            "cached_statements": 32,
        },
    }


def storage(name: str) -> dict[str, Any]:
    """Where the pictures are: in MEDIA_ROOT if the variable is not set, or in a bucket of S3."""
    value = text(name)
    if not value:
        return {"BACKEND": "images.file_storage.DurableStorage"}
    message = (
        f"{name} must be the URL of a bucket: s3://key:secret@host/bucket?region=eu-central-1, "
        "with &tls=false if the host does not speak https. Write / in the secret as %2F."
    )
    try:
        parts = urlsplit(value)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        host = parts.netloc.rpartition("@")[2] if parts.hostname and parts.port != 0 else ""
    except ValueError:
        raise ImproperlyConfigured(message) from None
    bucket = parts.path.strip("/")
    is_tls = options.pop("tls", "true")
    region = options.pop("region", "us-east-1")
    if (
        parts.scheme != "s3"
        or not (host and bucket and parts.username and parts.password)
        or "/" in bucket
        or options
        or is_tls not in ("true", "false")
    ):
        raise ImproperlyConfigured(message)
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            f"{name} needs more packages: pip install --require-hashes -r requirements-s3.txt."
        )
    return {
        "BACKEND": "images.bucket.BucketStorage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "endpoint_url": f"{'https' if is_tls == 'true' else 'http'}://{host}",
            "bucket_name": bucket,
            "region_name": region,
        },
    }


def cache(name: str) -> dict[str, Any]:
    """Cache settings: Redis or Valkey if the variable names a server, else the process memory."""
    value = text(name, "locmem://")
    scheme, separator, rest = value.partition("://")
    if scheme not in _CACHES or not separator or (scheme != "locmem" and not rest):
        raise ImproperlyConfigured(
            f"{name} must be the URL of a cache: valkey://host:6379/0, redis://host:6379/0 or "
            "locmem://."
        )
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": rest}
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": f"{scheme.replace('valkey', 'redis')}://{rest}",
        # A server that is down counts as a cache miss instead of causing an error page.
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 1,
            "SOCKET_TIMEOUT": 1,
        },
    }
