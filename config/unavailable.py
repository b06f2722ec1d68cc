"""The 503 page, which needs no database and keeps what a form sent."""

from dataclasses import dataclass, field

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from accounts.middleware import is_admin_request
from accounts.retry_later import retry_later
from config.faults import Fault
from config.upload_handlers import NoFiles

RETRY_SECONDS = {Fault.BUSY: 5, Fault.UNREACHABLE: 30, Fault.DISK: 300}

SECRETS = {
    "password",
    "password1",
    "password2",
    "old_password",
    "new_password1",
    "new_password2",
    "otp_token",
}
"""Names of fields that are never written into a page."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """The fields of a form as (name, value), without secrets, and the names of its files."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def sent_form(request: HttpRequest) -> SentForm:
    """What a POST has sent. It is empty if it cannot be read."""
    if not hasattr(request, "_files"):
        handlers: list[FileUploadHandler] = [NoFiles(request)]
        request.upload_handlers = handlers
    try:
        files = [f"{file.name}" for _name, files in request.FILES.lists() for file in files]
        lists = request.POST.lists()
    except (OSError, MultiPartParserError, BadRequest, SuspiciousOperation):
        return SentForm()
    fields = [(name, value) for name, values in lists for value in values if name not in SECRETS]
    for handler in request.upload_handlers:
        files += getattr(handler, "left_out", [])
    return SentForm(fields, files)


def unavailable(request: HttpRequest, fault: Fault, form: SentForm | None = None) -> HttpResponse:
    """A 503 response: HTML for a browser, a sentence in plain text for a script.

    The page has a button that sends ``form`` again to the address of ``request``.
    """
    return retry_later(
        request,
        status=503,
        sentence=_sentence(request, fault),
        seconds=RETRY_SECONDS[fault],
        address=request.get_full_path(),
        is_post=request.method == "POST",
        form=form,
    )


def _sentence(request: HttpRequest, fault: Fault) -> str:
    if not is_admin_request(request):
        return _("The site cannot show this page at the moment. Please try again in a minute.")
    if fault is Fault.BUSY:
        return _("Others are saving at the moment, and the site is busy. Please try again.")
    if fault is Fault.DISK:
        return _(
            "The disk of the site is full or cannot be written, so nothing can be saved. Tell the "
            "people who run the site."
        )
    return _("The site cannot reach its database at the moment. Please try again in a minute.")
