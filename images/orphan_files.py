"""Finds files of the library that no row names.

They remain when a process is killed between writing the files of a picture and committing its row,
or between deleting the row and its files.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.storage import Storage

from images.models import FOLDER, Image


@dataclass(frozen=True, order=True, slots=True)
class StoredFile:
    """``size`` is in bytes."""

    name: str
    size: int


def storage() -> Storage:
    return Image._meta.get_field("file").storage


def orphan_files(*, before: datetime) -> list[StoredFile]:
    """The files that were last written before this moment and belong to no row, by name.

    A picture that is being added has files before it has a row. So must be younger than ``before``
    whatever could still be added.
    """
    # In this order: rows that are committed meanwhile count.
    files = sorted(_files(FOLDER, before))
    pictures = set(map(_picture, Image.objects.values_list("file", flat=True)))
    return [file for file in files if _picture(file.name) not in pictures]


def stored_files() -> list[StoredFile]:
    """All files of pictures, by name."""
    return sorted(_files(FOLDER))


def delete_file(name: str) -> None:
    """Delete a file, and its folder if it was the last. Raises `OSError`."""
    storage().delete(name)
    folder = str(PurePosixPath(name).parent)
    if folder != FOLDER:
        with suppress(OSError):  # It is not empty.
            storage().delete(folder)


def _picture(name: str) -> str:
    """The random name that the file of a picture shares with its renditions."""
    _folder, first, *_rest = PurePosixPath(name).parts
    return PurePosixPath(first).stem


def _files(folder: str, before: datetime | None = None) -> Iterator[StoredFile]:
    # Another process may delete what is listed.
    with suppress(FileNotFoundError):
        folders, names = storage().listdir(folder)
        for name in names:
            path = f"{folder}/{name}"
            with suppress(FileNotFoundError):
                if before is None or storage().get_modified_time(path) < before:
                    yield StoredFile(path, storage().size(path))
        for name in folders:
            yield from _files(f"{folder}/{name}", before)
