"""A handler of uploaded files that leaves the other fields of their form readable.

`left_out` has the names of the files that it did not keep, `error` the reason. What comes after
`IMPORT_MAX_BYTES` is read and thrown away; ``request.too_large`` has the name of the file. So are
the files of somebody who is not logged in, since a form is read before its view asks who sent it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from accounts.uploaders import is_from_an_account


class TemporaryFiles(FileUploadHandler):
    """Stores files in the temporary directory. One that cannot be stored is left out.

    Django's own handler raises the error in the middle of reading the form. The files have no name
    there, so that none remains when the server is killed.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.left_out: list[str] = []
        self.error: OSError | None = None
        self.received = 0

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        if not self.may_store:
            self.left_out.append(file_name)
            raise SkipFile
        with self._leaving_out():
            super().new_file(field_name, file_name, *args, **kwargs)
            stored = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
            self.file: UploadedFile = UploadedFile(
                *(stored, self.file_name, self.content_type, 0),
                *(self.charset, self.content_type_extra),
            )

    @cached_property
    def may_store(self) -> bool:
        assert self.request
        return is_from_an_account(self.request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.IMPORT_MAX_BYTES:
            self.request.too_large = self.file_name  # type: ignore[union-attr]
            self._forget()
            raise SkipFile
        with self._leaving_out():
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        # Writes what is still in the buffer. Nobody expects SkipFile here.
        with suppress(SkipFile), self._leaving_out():
            self.file.seek(0)
            self.file.size = file_size
            return self.file
        return None

    def upload_interrupted(self) -> None:
        self._forget()

    @contextmanager
    def _leaving_out(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = error
            self.left_out.append(f"{self.file_name}")
            self._forget()
            raise SkipFile from error

    def _forget(self) -> None:
        if hasattr(self, "file"):
            with suppress(OSError):
                self.file.close()
            del self.file
