"""Django settings, read from the environment. README.md lists the variables."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from accounts.site_name import issuer
from config import __version__, environment
from config.headers import CONTENT_SECURITY_POLICY  # noqa: F401  (django-csp reads it here)

# The folder of the program, and the one with the site's own files. In a clone they are the same.
BASE_DIR = Path(__file__).resolve().parent.parent
HOME_DIR = environment.home("CURTAIN_HOME", clone=BASE_DIR)
VAR_DIR = HOME_DIR / "var"

VERSION = __version__
# The command line, as messages name it.
PROGRAM = "python manage.py" if (BASE_DIR / "manage.py").is_file() else "curtain"

# The site

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to a long random value, such as the output of "
            "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`, "
            "or set DEBUG=true for development."
        )
    SECRET_KEY = "django-insecure-for-development-alone"  # noqa: S105

# Former keys, whose sessions and links stay valid (docs/operations.md).
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")

SITE_NAME = environment.text("SITE_NAME", "Curtain")
SITE_URL = environment.origin("SITE_URL", "http://127.0.0.1:8000")
CONTACT_EMAIL = environment.mailbox("CONTACT_EMAIL")
# Facts about films, for editors
TMDB_API_KEY = environment.text("TMDB_API_KEY")
TMDB_URL = "https://api.themoviedb.org/3"
TMDB_PICTURES_URL = "https://image.tmdb.org/t/p/original"

# Mails to editors and critics. Without a mail server none is sent (`accounts.mails`).
vars().update(environment.mail_server("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.mailbox("MAIL_FROM") or CONTACT_EMAIL or "curtain@localhost"

# Telling others (outreach)
WEBSUB_HUB = environment.address("WEBSUB_HUB")
OUTREACH_TO_PRIVATE_NETWORKS = environment.flag("OUTREACH_TO_PRIVATE_NETWORKS")

ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS",
    [f"{urlsplit(SITE_URL).hostname}", "localhost", "127.0.0.1", "[::1]"],
)

INSTALLED_APPS = [
    "config",
    "monitoring",
    "moving",
    "outreach",
    "pages",
    "desk",
    "documents",
    "editions",
    "verdicts",
    "reviews",
    "cast",
    "films",
    "site_settings",
    "accounts",
    "images",
    "markdownx",
    "pictures",
    "whitenoise.runserver_nostatic",
    "accounts.apps.AdminConfig",
    "axes",
    "csp",
    "django_otp",
    "accounts.apps.SecondFactorConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

ADMIN_PATH = "/admin/"

# Public pages are the same for every visitor: outside the admin there is no session, no user and no
# language negotiation.
MIDDLEWARE = [
    "config.logs.RequestIdMiddleware",
    # Answers for any host and without https.
    "config.health.HealthMiddleware",
    "monitoring.metrics.ViewNameMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before the policies: static files do not need these headers.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.TextCompressionMiddleware",
    "pages.site.SiteMiddleware",
    "config.headers.PermissionsPolicyMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.UnavailableMiddleware",
    "config.middleware.SessionMiddleware",
    "moving.redirecting.OldAddressesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.middleware.CsrfViewMiddleware",
    "accounts.audit.AuditMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "accounts.middleware.OTPMiddleware",
    "accounts.middleware.MessageMiddleware",
    # Last, because it replaces the response of the login view.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# A site's own templates and static files, which take the place of those of the same name.
OWN_TEMPLATES = environment.folder("TEMPLATES_DIR", base=HOME_DIR)
OWN_STATIC_FILES = environment.folder("STATIC_DIR", base=HOME_DIR)

# The readers' pages are written in Jinja2, those of the admin in Django's language, as the admin's
# own templates are. A template is searched in the folder of the first engine, then in the other.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [*OWN_TEMPLATES, BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {
            "environment": "pages.templating.PageEnvironments",
            "context_processors": ["pages.context_processors.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data

# Who saves waits at most so long for somebody else's lock. The wait is far below the 60 seconds
# after which front servers give up, and the page after it keeps what was typed.
DATABASES = {
    "default": environment.database(
        "DATABASE_URL",
        VAR_DIR / "curtain.sqlite3",
        base=HOME_DIR,
        lock_seconds=environment.count("DATABASE_LOCK_SECONDS", 10),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache("CACHE_URL")}
# Without a cache server each process has a cache of its own. What all workers must agree on is in
# the database then.
CACHE_IS_SHARED = not CACHES["default"]["BACKEND"].endswith("LocMemCache")

# The memory of each process for pages that readers have asked for (pages.cache). It is off while
# developing, so that a changed template shows at once.
PAGE_CACHE_BYTES = environment.count("PAGE_CACHE_BYTES", 0 if DEBUG else 32 * 1024 * 1024)
# Shared caches in front of the site, which are told what has changed (pages.shared_cache).
CACHE_PURGE_URLS = environment.addresses("CACHE_PURGE_URL")
if CACHE_PURGE_URLS and not PAGE_CACHE_BYTES:
    raise ImproperlyConfigured(
        "CACHE_PURGE_URL needs the page cache, which knows when a page changes: set "
        "PAGE_CACHE_BYTES, such as 33554432."
    )

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [*OWN_STATIC_FILES, BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.path("MEDIA_ROOT", VAR_DIR / "media", base=HOME_DIR)
# Exports of other sites that are moved in from the admin (moving.uploads). They are never served.
IMPORTS_DIR = environment.path("IMPORTS_DIR", VAR_DIR / "imports", base=HOME_DIR)
IMPORT_MAX_BYTES = environment.count("IMPORT_MAX_BYTES", 512 * 1024 * 1024)
STORAGES = {
    # The pictures: in MEDIA_ROOT, or in a bucket.
    "default": environment.storage("STORAGE_URL"),
    "staticfiles": {"BACKEND": "config.static_files.KeptURLsStorage"},
}

# Language and time

LANGUAGES = [("en", _("English")), ("de", _("German"))]
LANGUAGE_CODE = environment.choice(
    "LANGUAGE_CODE", "en", among=tuple(code for code, name in LANGUAGES)
)
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")

# Reviews

HOUSE_SCALE = environment.scale("HOUSE_SCALE")

# Transport and headers (config/headers.py has the policies)

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT")
_HTTPS = not DEBUG and (SECURE_SSL_REDIRECT or SITE_URL.startswith("https:"))
# The front server terminates TLS and overwrites this header. Without it every page would redirect
# to itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The address of a page with revealed spoilers is not sent to other sites.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains and preloading: only the owner of the domain can decide that.
    "security.W005",
    "security.W021",
    # Expects Django's CsrfViewMiddleware by name; accounts.middleware uses a subclass.
    "security.W003",
]
# The number of front servers before the app, and so the number of entries of X-Forwarded-For that
# are trusted, counted from the right. With 0 the header is ignored.
TRUSTED_PROXIES = environment.count("TRUSTED_PROXIES")

# Cookies: set by the admin and sent to the admin only

# Sessions are in the database alone. A cache server that is not reached while a session is ended
# would bring it back later, and a cache in each process would keep it alive there.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# With https, browsers refuse cookies of these names that were not set over https. The prefix
# "__Host-" would need the path "/".
_COOKIE_PREFIX = "__Secure-" if _HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
SESSION_COOKIE_PATH = ADMIN_PATH
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# At least twelve hours after the last request: a night away signs out, a long day of writing does
# not. Reading pages writes the session once an hour, not with every request, so that editors who
# only read do not wait for somebody who writes (accounts.middleware).
SESSION_RENEWAL_SECONDS = 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60 + SESSION_RENEWAL_SECONDS
# After this time a login is over, however often its session was renewed.
LOGIN_MAXIMUM_SECONDS = 7 * 24 * 60 * 60
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_PATH = ADMIN_PATH
CSRF_FAILURE_VIEW = "accounts.kept_forms.csrf_failure"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Django's default keeps messages in a cookie of the whole site.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Accounts

# A login form posted with an address of another site leads to the front page of the admin.
LOGIN_REDIRECT_URL = "admin:index"
LOGIN_URL = "admin:login"

REQUIRE_TOTP = environment.flag("REQUIRE_TOTP")
OTP_TOTP_ISSUER = issuer
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Per account and address: nobody can lock out an editor from another address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Further attempts do not extend the lockout.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.throttling.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.admin_site.lockout_response"
AXES_SENSITIVE_PARAMETERS = ["username", "otp_token", "csrfmiddlewaretoken"]
# No log of logins. Failures can be reset with `manage.py axes_reset`.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Half of a worker's threads are always left for readers. granian itself reads the variable.
ADMIN_POSTS_AT_ONCE = max(1, environment.count("GRANIAN_BLOCKING_THREADS", 16) // 2)

# The form of an average review has about 250 fields, a long one several times as many. Django's
# default limit is 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Errors go to standard error. Django's default would mail reports that contain whole requests.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"},
        "json": {"()": "config.logs.JSONFormatter"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": environment.choice("LOG_FORMAT", "line", among=("line", "json")),
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # No warning for every 404.
        "django.request": {"level": "ERROR"},
    },
}

# Queries of servers that take longer are logged (config.logs); 0 logs none.
SLOW_QUERY_MILLISECONDS = environment.count("SLOW_QUERY_MILLISECONDS", 500)
# Where the workers count their requests for `manage.py serve_metrics`
METRICS_DIR = environment.optional_path("METRICS_DIR", base=HOME_DIR)

# Libraries

# markdownx's own URLs are not included, because its views need no login. desk.editor provides views
# at these addresses.
MARKDOWNX_URLS_PATH = f"{ADMIN_PATH}markdownx/markdownify/"
MARKDOWNX_UPLOAD_URLS_PATH = f"{ADMIN_PATH}markdownx/upload/"
MARKDOWNX_MARKDOWNIFY_FUNCTION = "desk.editor.preview.markdownify"

# The renditions of a picture are made by images.transcoder, before the transaction that stores it.
PICTURES = {"USE_PLACEHOLDERS": False, "PROCESSOR": "pictures.tasks.noop"}
