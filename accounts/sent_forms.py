"""What a form has sent, for a page that keeps it until it can be saved."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

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


class NoFiles(FileUploadHandler):
    """Leaves out all files."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.left_out: list[str] = []

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        self.left_out.append(file_name)
        raise SkipFile
