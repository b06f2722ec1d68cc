"""Faults of the database and the disk, and the form that the page of one keeps; for tests."""

import ctypes
import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import psycopg
from django.db import connection

LOCK = "LOCK TABLE {} IN EXCLUSIVE MODE"
"""On PostgreSQL, lets nobody else write into a table."""


@dataclass
class KeptForm(HTMLParser):
    """The form of a 503 page: where it is posted to, and its fields as a browser posts them."""

    page: str
    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.action = values["action"]
        elif tag == "input":
            self.fields.append((values["name"], values["value"]))


@contextmanager
def locked(table: str, url: str = "") -> Iterator[None]:
    """Somebody else writes into ``table``, of the tests' database or of the one at ``url``."""
    if connection.vendor == "sqlite":
        file = url.removeprefix("sqlite:///") or connection.settings_dict["NAME"]
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    conninfo = url or connection.connection.info.dsn
    with psycopg.connect(conninfo) as other:
        other.execute(LOCK.format(table))
        yield
        other.rollback()


@contextmanager
def full_disk(process: int = 0) -> Iterator[None]:
    """``process``, by default this one, can write into no file.

    Its limit is the only disk that root and everybody else can fill everywhere. A write fails with
    EFBIG instead of ENOSPC.
    """
    soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody can write into the files in ``folder``, nor add any. Not even root, in this thread."""
    with _obeying_file_modes():
        paths = [folder, *folder.iterdir()]
        modes = [path.stat().st_mode for path in paths]
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            yield
        finally:
            for path, mode in zip(paths, modes, strict=True):
                path.chmod(mode)


_CAPABILITIES = (ctypes.c_uint32 * 2)(0x20080522, 0)
"""The header of the system calls below: their version 3, and the current thread."""

_MAY_WRITE_ANY_FILE = 1 << 1
"""CAP_DAC_OVERRIDE, which root has (capabilities(7))."""


@contextmanager
def _obeying_file_modes() -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    capabilities = (ctypes.c_uint32 * 6)()  # the first is the effective ones

    def call(name: str) -> None:
        if getattr(libc, name)(_CAPABILITIES, capabilities):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    call("capget")
    usual = capabilities[0]
    capabilities[0] &= ~_MAY_WRITE_ANY_FILE
    call("capset")
    try:
        yield
    finally:
        capabilities[0] = usual
        call("capset")
