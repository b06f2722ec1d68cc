"""The WSGI application: `granian --interface wsgi config.wsgi:application`."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config.garbage_collection import configure_garbage_collection
from config.logs import log_slow_queries
from config.page_cache import with_page_cache
from config.sqlite.base import keep_open
from config.statement_limit import limit_statements
from images.late_renditions import maker
from monitoring.metrics import with_metrics
from outreach.after_publishing import teller

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

try:
    application = with_metrics(with_page_cache(get_wsgi_application()))
except ImproperlyConfigured as error:
    # One sentence that says how to correct the setting, without a traceback.
    sys.exit(str(error))

# Needs the apps, which `get_wsgi_application` has loaded.
import_module("config.server_errors").load_error_pages()
keep_open()
maker.start_server()
teller.start_server()
limit_statements()
log_slow_queries()
configure_garbage_collection()
