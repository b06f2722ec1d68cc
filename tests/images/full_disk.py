"""A storage on which there is no room for a picture any more."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


def fill_disk(
    monkeypatch: pytest.MonkeyPatch, *, after: int = 0, error: int = errno.ENOSPC
) -> None:
    """From now on ``after`` files fit, and half of the next one. ``error`` is the code of the
    `OSError` that follows."""
    stored: list[str] = []
    save = FileSystemStorage._save

    def half(self: FileSystemStorage, name: str, content: File) -> str:
        if len(stored) < after:
            stored.append(name)
            return save(self, name, content)
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[: content.size // 2])
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(FileSystemStorage, "_save", half)
