"""The files of pictures in a bucket of an object store that speaks S3 (``STORAGE_URL``).

The addresses of pictures stay those of the site, `images.serving` answers them from the bucket, and
a front server keeps the answers. So the bucket needs no public address, readers send no request to
another host, and what was published names no host that may change.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from images.storage_errors import StorageUnreachable

CLIENT = Config(
    connect_timeout=3,  # seconds
    read_timeout=5,
    retries={"total_max_attempts": 2, "mode": "standard"},
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # Not every store knows the newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)

TRANSFER = TransferConfig(use_threads=False)
"""A picture is small, and its thread waits for it anyway."""


class BucketStorage(S3Storage):
    """Errors of the object store are OSErrors, as those of a disk: `FileNotFoundError`, and
    `StorageUnreachable` for all others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, client_config=CLIENT, transfer_config=TRANSFER)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _os_errors(name):
            file = super()._open(name, mode)
            # Read now: later, the errors would be those of the library.
            file.file  # noqa: B018
            return file

    def _save(self, name: str, content: Any) -> str:
        with _os_errors(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _os_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _os_errors(name):
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _os_errors(name):
            folders, files = super().listdir(name)
            return folders, files

    def size(self, name: str) -> int:
        with _os_errors(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _os_errors(name):
            return super().get_modified_time(name)


@contextmanager
def _os_errors(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(errno.ENOENT, "no such object", name) from error
        code = error.response.get("Error", {}).get("Code", "unknown")
        raise StorageUnreachable(f"the object store answers {code}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageUnreachable("the object store cannot be reached") from error
