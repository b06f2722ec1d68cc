"""Files of pictures that outlast a power failure."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from images.file_storage import DurableStorage


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are written to the disk."""
    paths: list[str] = []

    def fsync(number: int) -> None:
        paths.append(os.readlink(f"/proc/self/fd/{number}"))

    monkeypatch.setattr(os, "fsync", fsync)
    return paths


def test_a_file_and_its_folders_are_on_the_disk(tmp_path: Path, synced: list[str]) -> None:
    DurableStorage(location=tmp_path).save("images/duel/640.webp", ContentFile(b"x"))
    folders = [tmp_path / "images" / "duel", tmp_path / "images", tmp_path]
    assert synced == [str(path) for path in (folders[0] / "640.webp", *folders)]


@pytest.mark.parametrize(("number", "is_raised"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_disk_that_fails_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_raised: bool
) -> None:
    def fail(_number: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    raised = None
    try:
        DurableStorage(location=tmp_path).save("duel.webp", ContentFile(b"x"))
    except OSError as error:
        raised = error.errno
    assert raised == (number if is_raised else None)
