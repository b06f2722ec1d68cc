"""What a server needs to serve the site: the checks of /readyz and of `manage.py check --deploy`.

Each check returns a sentence that says what is wrong and how to mend it, or "". The sentences name
no host and no account. A check raises an exception if what it asks cannot be reached.
"""

import os

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.schema_state import missing_migrations, missing_sentence
from editions.rerendering import outdated_editions

PROBE = "readyz"
"""The key in the cache that is written and read again, and a name in a bucket."""


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    missing = missing_migrations()
    return missing_sentence(missing) if missing else ""


def _renderings() -> str:
    if not outdated_editions().exists():
        return ""
    return _("Editions were rendered by an older version. Run `%(program)s rerender_editions`.") % {
        "program": settings.PROGRAM
    }


def _static() -> str:
    """Whether pages can name all static files. A process reads their addresses when it starts."""
    addresses = getattr(staticfiles_storage, "hashed_files", None)
    if addresses is None or settings.DEBUG:
        return ""
    names = (name for finder in finders.get_finders() for name, _storage in finder.list([]))
    missing = sorted(name for name in names if name not in addresses)
    if not missing:
        return ""
    return ngettext(
        "%(count)d static file is not collected: %(name)s. Run `%(program)s collectstatic` "
        "and restart the server.",
        "%(count)d static files are not collected, such as %(name)s. Run "
        "`%(program)s collectstatic` and restart the server.",
        len(missing),
    ) % {"count": len(missing), "name": missing[0], "program": settings.PROGRAM}


def _cache() -> str:
    cache.set(PROBE, PROBE, timeout=60)
    if cache.get(PROBE) == PROBE:
        return ""
    return _("The server of CACHE_URL does not answer, or does not keep what is written.")


def _storage() -> str:
    """Whether pictures can be stored. The first picture makes its directory."""
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists(PROBE)  # raises
        return ""
    folder = default_storage.path("")
    while not os.path.exists(folder):
        folder = os.path.dirname(folder.rstrip(os.sep))
    if os.access(folder, os.W_OK | os.X_OK):
        return ""
    return _("The folder MEDIA_ROOT cannot be written, so no picture can be stored.")


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "renderings": _renderings,
    "static": _static,
    "cache": _cache,
    "storage": _storage,
}
