"""The files of pictures in a folder of the server."""

import errno
import os
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Has a file on the disk, not only in memory, when it is saved.

    The row of a picture is on the disk once it is committed. Without this, a power failure or a
    disk that breaks some seconds later leaves rows whose files are empty.
    """

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        stored = super().save(name, content, max_length)
        path, top = Path(self.path(stored)), Path(self.location)
        sync(path)
        for folder in path.parents:
            sync(folder)
            if folder == top:
                break
        return stored


def sync(path: Path) -> None:
    """Write the file or folder ``path`` to the disk. Does nothing on a disk that cannot do that, as
    some of other machines."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(number)
