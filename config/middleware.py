"""Middleware that answers 503 when the database or the disk fails, or is too busy."""

import logging
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import DatabaseError, Error, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts import middleware as accounts
from accounts.sent_forms import SentForm, sent_form
from config.faults import Fault, fault_of
from config.schema_state import missing_migrations, missing_sentence
from config.unavailable import unavailable
from config.upload_handlers import TemporaryFiles

logger = logging.getLogger(__name__)

READING_SECONDS = 1
"""How long a refused form may wait until it is read."""


class UnavailableMiddleware:
    """Turns faults into 503, and limits how many forms of the admin a process handles at once.

    A form that is saved may have to wait for a lock, and keeps a thread from the readers while it
    does. One over the limit is answered at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.places = BoundedSemaphore(settings.ADMIN_POSTS_AT_ONCE)
        # A form may arrive slowly. Those over the limit are therefore read one by one.
        self.reading = BoundedSemaphore()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not accounts.is_admin_request(request) or request.method != "POST":
            return self.get_response(request)
        if not self.places.acquire(blocking=False):
            return unavailable(request, Fault.BUSY, self._refused_form(request))
        try:
            return self._files_fault(request) or self.get_response(request)
        finally:
            self.places.release()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_to_fault(request, error)

    def _refused_form(self, request: HttpRequest) -> SentForm:
        if not self.reading.acquire(timeout=READING_SECONDS):
            return SentForm()
        try:
            return sent_form(request)
        finally:
            self.reading.release()

    def _files_fault(self, request: HttpRequest) -> HttpResponse | None:
        """Read the form; the response if the disk has no room for its files."""
        handler = TemporaryFiles(request)
        request.upload_handlers = [MemoryFileUploadHandler(request), handler]
        try:
            request.POST  # noqa: B018
        except OSError:
            return None  # The client is gone. CsrfViewMiddleware reads the form again.
        return answer_to_fault(request, handler.error)


class SessionMiddleware(accounts.SessionMiddleware):
    """Answers 503 if the session cannot be saved. No exception of it reaches other middleware."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        try:
            return super().process_response(request, response)
        except (Error, SessionInterrupted) as error:
            if answer := answer_to_fault(request, error):
                return answer
            raise


def answer_to_fault(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The 503 response for an error of the database or the disk; None for any other."""
    fault, cause = fault_of(error) or _missing_tables(error)
    if fault is None:
        return None
    logger.error("503 %s: %s", request.path, cause)
    return unavailable(request, fault, sent_form(request) if request.method == "POST" else None)


def _missing_tables(error: BaseException | None) -> tuple[Fault | None, str]:
    """INSTALLATION and a sentence if the database lacks migrations, which is why it reports errors.

    SQLite reports a missing table as an OperationalError, PostgreSQL as a ProgrammingError.
    """
    if not isinstance(error, (OperationalError, ProgrammingError)):
        return None, ""
    try:
        missing = missing_migrations()
    except DatabaseError:
        return None, ""
    return (Fault.INSTALLATION, missing_sentence(missing)) if missing else (None, "")
