"""Settings, from the environment. README.md lists the variables."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# The site

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: give the environment a long random one, such as "
            "`python -c 'import secrets; print(secrets.token_urlsafe(50))'` prints, "
            "or set DEBUG=true while developing."
        )
    SECRET_KEY = "django-insecure-for-development-alone"  # noqa: S105

SITE_NAME = environment.text("SITE_NAME", "Curtain")
SITE_URL = environment.origin("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS",
    [f"{urlsplit(SITE_URL).hostname}", "localhost", "127.0.0.1", "[::1]"],
)

INSTALLED_APPS = [
    "pages",
    "publishing",
    "verdicts",
    "reviews",
    "cast",
    "films",
    "images",
    "markdownx",
    "pictures",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# None of these touches session, user or language unless a view does: public pages stay the same
# for everyone.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context_processors.site",
            ],
        },
    },
]

# Data

DATABASES = {
    "default": environment.database("DATABASE_URL", VAR_DIR / "curtain.sqlite3", base=BASE_DIR)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache("CACHE_URL")}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.path("MEDIA_ROOT", VAR_DIR / "media", base=BASE_DIR)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Language and time

LANGUAGES = [("en", _("English")), ("de", _("German"))]
LANGUAGE_CODE = environment.choice(
    "LANGUAGE_CODE", "en", among=tuple(code for code, name in LANGUAGES)
)
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")

# Security

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT")
_HTTPS = not DEBUG and (SECURE_SSL_REDIRECT or SITE_URL.startswith("https:"))
# The front server ends TLS and overwrites this header; without it every page would redirect to
# itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
# The address of a page on which spoilers are drawn is nobody else's business.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether other hosts of the domain speak TLS alone, only its owner knows.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# A real review posts about 250 fields, a long one several times that; Django stops at 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Errors go to standard error. Django's default would mail reports that hold whole requests.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A reader's mistyped address is no event.
        "django.request": {"level": "ERROR"},
    },
}

# Libraries

# markdownx's own urls are never included: both its views are open to anybody.
MARKDOWNX_URLS_PATH = "/admin/markdownx/markdownify/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdownx/upload/"

# Renditions are made at once, in the process: whether a task queue is importable decides nothing.
PICTURES = {"USE_PLACEHOLDERS": False, "PROCESSOR": "pictures.tasks._process_picture"}
