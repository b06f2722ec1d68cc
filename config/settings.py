"""Settings, from the environment. README.md lists the variables."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment
from config.headers import CONTENT_SECURITY_POLICY  # noqa: F401  (django-csp reads it here)

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
CONTACT_EMAIL = environment.mailbox("CONTACT_EMAIL")
ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS",
    [f"{urlsplit(SITE_URL).hostname}", "localhost", "127.0.0.1", "[::1]"],
)

INSTALLED_APPS = [
    "pages",
    "desk",
    "documents",
    "editions",
    "verdicts",
    "reviews",
    "cast",
    "films",
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

# Public pages are the same for everyone: nothing outside the admin knows of a session, a user or a
# language.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Above the policies: they are for pages, and a stylesheet need not carry them.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.TextCompressionMiddleware",
    "config.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.middleware.CsrfViewMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "accounts.middleware.OTPMiddleware",
    "accounts.middleware.MessageMiddleware",
    # The last: it puts its own answer in the place of a login form's.
    "axes.middleware.AxesMiddleware",
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
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")

# Transport and headers (config/headers.py has the policies)

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT")
_HTTPS = not DEBUG and (SECURE_SSL_REDIRECT or SITE_URL.startswith("https:"))
# The front server ends TLS and overwrites this header; without it every page would redirect to
# itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The address of a page on which spoilers are drawn is nobody else's business.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # Whether other hosts of the domain speak TLS alone, only its owner knows.
    "security.W005",
    "security.W021",
    # Looks for Django's CsrfViewMiddleware by name; accounts.middleware has it as a subclass.
    "security.W003",
]
# How many front servers stand before the app: as many entries of X-Forwarded-For are believed,
# counted from the right. None: then the header is anybody's word.
TRUSTED_PROXIES = environment.count("TRUSTED_PROXIES")

# Cookies, which the admin alone sets and is sent

# Sessions rest on what all workers share: the database, with a cache server in front of it if there
# is one. A cache inside each process would keep a session alive there after it was ended elsewhere.
_SHARED_CACHE = not CACHES["default"]["BACKEND"].endswith("LocMemCache")
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if _SHARED_CACHE else 'db'}"
SESSION_COOKIE_PATH = ADMIN_PATH
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# At least twelve hours after the last request: a night away signs out, a long day of writing does
# not. Reading pages writes the session once an hour, not with every request, so that editors who
# only read do not wait for somebody who writes (accounts.middleware).
SESSION_RENEWAL_SECONDS = 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60 + SESSION_RENEWAL_SECONDS
CSRF_COOKIE_PATH = ADMIN_PATH
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
OTP_TOTP_ISSUER = SITE_NAME
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
# By account and address together: nobody can lock an editor out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# The wait that was announced does not begin anew with each further attempt.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.throttling.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.admin_site.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "otp_token", "csrfmiddlewaretoken"]
# Failures are kept as long as they count, logins not at all: `manage.py axes_reset` does the rest.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

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

# markdownx's own urls are never included: both its views are open to anybody. At these addresses
# stand those of desk.editor.
MARKDOWNX_URLS_PATH = f"{ADMIN_PATH}markdownx/markdownify/"
MARKDOWNX_UPLOAD_URLS_PATH = f"{ADMIN_PATH}markdownx/upload/"
MARKDOWNX_MARKDOWNIFY_FUNCTION = "desk.editor.preview.markdownify"

# Renditions are made at once, in the process: whether a task queue is importable decides nothing.
PICTURES = {"USE_PLACEHOLDERS": False, "PROCESSOR": "pictures.tasks._process_picture"}
