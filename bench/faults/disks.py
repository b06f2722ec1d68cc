"""Real disks that are full, read-only or broken. Only root can mount them (Linux)."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BLOCK = 4096


def may_mount() -> bool:
    return os.geteuid() == 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of its own for the new ``folder``, in memory."""
    folder.mkdir(parents=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder)
    try:
        yield
    finally:
        _run("umount", "--lazy", folder)


@contextmanager
def full(folder: Path, *, left: int = 0) -> Iterator[None]:
    """The disk of ``folder`` has room for ``left`` bytes within the block."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * BLOCK * 16)
        except OSError:
            pass
        if left:
            file.truncate(max(0, file.seek(0, 2) - left))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written to the disk of ``folder``, on which no file may be open for that."""
    _run("mount", "-o", "remount,ro", folder)
    try:
        yield
    finally:
        _run("mount", "-o", "remount,rw", folder)


class BreakableDisk:
    """A disk for ``folder`` that the system makes read-only at an error, as it does with real ones,
    while files are open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.image = folder.with_suffix(".disk")

    @contextmanager
    def mounted(self) -> Iterator[None]:
        self.folder.mkdir(parents=True)
        with self.image.open("wb") as file:
            file.truncate(200 * 1024 * 1024)
        # Without a journal, which would be replayed.
        _run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", self.image)
        self._mount()
        try:
            yield
        finally:
            _run("umount", "--lazy", self.folder)

    def fail(self) -> None:
        device = Path(_run("findmnt", "-no", "SOURCE", self.folder).strip()).name
        Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("an error")

    def mend(self) -> None:
        """As after a restart of the machine: check the disk, and mount it again."""
        _run("umount", self.folder)
        subprocess.run(["e2fsck", "-p", "-f", self.image], capture_output=True, check=False)
        self._mount()

    def _mount(self) -> None:
        _run("mount", "-o", "loop,errors=remount-ro", self.image, self.folder)


def _run(*command: str | Path) -> str:
    """The output of ``command``, which is tried again while a killed process has files open."""
    for _try in range(50):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            break
        time.sleep(0.1)
    assert done.returncode == 0, f"{command[0]}: {done.stderr.splitlines()[0]}"
    return done.stdout
