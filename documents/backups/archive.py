"""The file of a backup: a tar archive, compressed by gzip.

``tables/*.jsonl`` are the rows, and ``media/`` has the files of the pictures. ``manifest.json``,
the last member, has the size and the SHA-256 of each other one. A file that was cut off has no
manifest.
"""

import fcntl
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from images.file_storage import sync

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, MEDIA = "tables", "media"

CHUNK = 1 << 20

UNFINISHED = ".curtain-unfinished"
_UNFINISHED_NAME = re.compile(rf"\..+{re.escape(UNFINISHED)}")

UNREADABLE = (tarfile.TarError, EOFError, zlib.error, OSError, UnicodeError)


class BackupError(Exception):
    """Says why a backup cannot be made or restored, in a sentence for whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` are the names of the fields in the order of each row."""

    model: str
    columns: list[str]
    rows: int

    @property
    def member(self) -> str:
        return f"{TABLES}/{self.model}.jsonl"


@dataclass(slots=True)
class Manifest:
    """``migrations`` are those applied, as "app.name". ``files`` has the size in bytes and the
    SHA-256 of each member."""

    made: str
    engine: str
    migrations: list[str]
    tables: list[Table]
    format: int = FORMAT
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


class Writer:
    """Adds members to the archive and remembers their checksums.

    Temporary files are in ``folder``, that of the archive: the disk of the site may be full.
    """

    def __init__(self, tar: tarfile.TarFile, folder: Path) -> None:
        self._tar = tar
        self._folder = folder
        self.files: dict[str, tuple[int, str]] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Add what ``source`` has, from its beginning."""
        size = source.seek(0, 2)
        source.seek(0)
        member = tarfile.TarInfo(name)
        member.size = size
        reader = _Hashing(source)
        self._tar.addfile(member, reader)
        self.files[name] = size, reader.hash.hexdigest()

    def temporary_file(self) -> IO[bytes]:
        return TemporaryFile(dir=self._folder)

    def finish(self, manifest: Manifest) -> None:
        manifest.files = self.files
        with self.temporary_file() as file:
            file.write(json.dumps(asdict(manifest), indent=1).encode())
            self.add(MANIFEST, file)


class _Hashing:
    """Reads ``source`` and hashes what is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.hash = sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.hash.update(data)
        return data


@contextmanager
def new_archive(path: Path) -> Iterator[Writer]:
    """A `Writer` of the new file ``path``. It appears only if the block ends without an error.

    First the unfinished files of backups that were killed are deleted from the folder. Raises
    `BackupError` if there is such a file or the folder cannot be written.
    """
    try:
        if path.exists():
            raise BackupError(_("%(file)s exists. Give a new name.") % {"file": path})
        _delete_unfinished(path.parent)
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED
        ) as unfinished:
            fcntl.flock(unfinished, fcntl.LOCK_EX)
            # The pictures are compressed already, so the least effort is enough.
            with tarfile.open(fileobj=unfinished, mode="w:gz", compresslevel=1) as tar:
                yield Writer(tar, path.parent)
            unfinished.flush()
            # Older backups may be deleted next, so this one must outlast a power failure.
            sync(Path(unfinished.name))
            # Fails if somebody else has made it meanwhile.
            path.hardlink_to(unfinished.name)
            sync(path.parent)
    except OSError as error:
        raise BackupError(f"{error.filename or path}: {error.strerror or error}.") from error


def _delete_unfinished(folder: Path) -> None:
    """Delete the unfinished files in ``folder`` that no process holds a lock on any more."""
    for path in folder.iterdir():
        if not _UNFINISHED_NAME.fullmatch(path.name):
            continue
        # Another backup may be deleting it.
        with suppress(FileNotFoundError), path.open("rb") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def checked_manifest(path: Path) -> Manifest:
    """The manifest of the backup ``path``, after reading all of it.

    Raises `BackupError` if it is none, is cut off, or has a member that was altered.
    """
    found: dict[str, tuple[int, str]] = {}
    text = ""
    try:
        for name, source in members(path):
            if name == MANIFEST:
                text = source.read().decode()
            else:
                reader, size = _Hashing(source), 0
                while data := reader.read(CHUNK):
                    size += len(data)
                found[name] = size, reader.hash.hexdigest()
    except FileNotFoundError as error:
        raise BackupError(_("There is no file %(file)s.") % {"file": path}) from error
    except UNREADABLE as error:
        raise BackupError(
            _("%(file)s is damaged, cut off or no backup: %(reason)s.")
            % {"file": path, "reason": error}
        ) from error
    if not text:
        raise BackupError(_("%(file)s is cut off or no backup.") % {"file": path})
    manifest = _manifest(path, text)
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise BackupError(
                _("%(file)s was altered: %(member)s is not as it was written.")
                % {"file": path, "member": name}
            )
    return manifest


def _manifest(path: Path, text: str) -> Manifest:
    try:
        given: dict[str, Any] = json.loads(text)
        given["tables"] = [Table(**table) for table in given["tables"]]
        given["files"] = {name: (size, digest) for name, (size, digest) in given["files"].items()}
        manifest = Manifest(**given)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError(
            _("%(file)s has a manifest that cannot be read.") % {"file": path}
        ) from error
    if manifest.format != FORMAT:
        raise BackupError(
            _("%(file)s has the format %(number)s; this version reads the format %(own)d.")
            % {"file": path, "number": manifest.format, "own": FORMAT}
        )
    return manifest


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and the content of each member.

    Raises `BackupError` for a member that no backup has, and one of `UNREADABLE`, which reading a
    content may raise too.
    """
    with tarfile.open(path, mode="r|gz") as tar:
        for member in tar:
            source = tar.extractfile(member) if member.isfile() else None
            if source is None or ".." in PurePosixPath(member.name).parts:
                raise BackupError(
                    _("%(file)s has a member that no backup has: %(member)s.")
                    % {"file": path, "member": member.name}
                )
            yield member.name, source
