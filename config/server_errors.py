"""What is answered when the site fails: handler500."""

import logging
import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.faults import Fault
from config.middleware import answer_to_fault
from config.unavailable import unavailable
from pages import errors

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 if the error is a fault: `UnavailableMiddleware` sees only those of views. Else 500."""
    return answer_to_fault(request, sys.exc_info()[1]) or errors.server_error(request)


def load_error_pages() -> None:
    """Render the pages once, so that they can be shown when no file can be opened any more."""
    try:
        for path in ("/", settings.ADMIN_PATH):
            unavailable(_request(path), Fault.BUSY)
        errors.server_error(_request("/"))
    except Exception:
        # For instance the site's own template has a mistake. It must not keep the site away.
        logger.exception("The pages of errors cannot be rendered.")


def _request(path: str) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"HTTP_ACCEPT": "text/html", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    return request
