"""The site's settings for tests. They do not depend on the environment of the machine.

The exceptions are DATABASE_URL, because the suite runs on SQLite and on PostgreSQL, and
TEST_CACHE_URL and TEST_STORAGE_URL, servers on which `bench.whole_suite` runs it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in (
    "ALLOWED_HOSTS",
    "CACHE_PURGE_URL",
    "CACHE_URL",
    "CURTAIN_HOME",
    "DATABASE_LOCK_SECONDS",
    "DEBUG",
    "EMAIL_URL",
    "GRANIAN_BLOCKING_THREADS",
    "IMPORTS_DIR",
    "IMPORT_MAX_BYTES",
    "LANGUAGE_CODE",
    "MAIL_FROM",
    "MEDIA_ROOT",
    "METRICS_DIR",
    "OUTREACH_TO_PRIVATE_NETWORKS",
    "PAGE_CACHE_BYTES",
    "REQUIRE_TOTP",
    "SECRET_KEY_FALLBACKS",
    "SECURE_SSL_REDIRECT",
    "SITE_NAME",
    "SITE_URL",
    "STATIC_DIR",
    "STORAGE_URL",
    "TEMPLATES_DIR",
    "TIME_ZONE",
    "TMDB_API_KEY",
    "TRUSTED_PROXIES",
    "WEBSUB_HUB",
):
    os.environ.pop(_name, None)
os.environ["SECRET_KEY"] = "only-for-tests"

# Each worker of pytest has a database of the cache server.
if _url := os.environ.get("TEST_CACHE_URL"):
    os.environ["CACHE_URL"] = f"{_url}/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:]}"
if _url := os.environ.get("TEST_STORAGE_URL"):
    os.environ["STORAGE_URL"] = _url

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

# One directory per process.
SCRATCH = Path(tempfile.mkdtemp(prefix="curtain-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
MEDIA_ROOT = SCRATCH / "media"
IMPORTS_DIR = SCRATCH / "imports"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if "STORAGE_URL" in os.environ:
    STORAGES["default"]["BACKEND"] = "tests.own_bucket.OwnBucketStorage"

if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    # A file, as in production. Django's default, a shared in-memory database, supports neither WAL
    # nor connections that wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
    # Tests do not need to survive a power failure.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous = OFF;"
