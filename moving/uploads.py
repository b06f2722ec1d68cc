"""The files of an upload: kept in a private folder, unpacked within limits, and removed again.

`IMPORTS_DIR` is not below `MEDIA_ROOT`, and no address leads to it.
"""

import lzma
import shutil
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from moving.image_files import ENDINGS as PICTURES
from moving.imported import SourceRefused
from moving.markdown_folder import ENDINGS as TEXTS
from moving.move_models import SiteMove

KEPT = timedelta(days=2)
"""How long the files stay after somebody has last used them."""

MOST_FILES = 100_000
MOST_BYTES = 200
"""Of the name of a file."""

UPLOADED, PICTURES_FILE = "export", "pictures.zip"

_EXPORTS = {".xml", ".json", ".csv", ".toml", ".yaml", ".yml", *TEXTS, *PICTURES}
"""The endings of what readers read: exports, the settings of Hugo and Jekyll, texts, pictures."""
_CHUNK = 1024 * 1024
_BEGINNING = 4096
# What `zipfile` raises for damaged and encrypted files, and what names that contradict each other
# make of `open` and `mkdir`.
_BROKEN = (
    *(BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, FileExistsError, NotADirectoryError, IsADirectoryError),
)


def keep(file: UploadedFile, pictures: UploadedFile | None, kind: str) -> SiteMove:
    """Store the files of a form. Raises `OSError`; then nothing is stored."""
    move = SiteMove(
        file_name=_name(file),
        pictures_name=_name(pictures) if pictures else "",
        kind=kind,
    )
    move.path.mkdir(mode=0o700, parents=True)
    try:
        _write(file, move.path / UPLOADED)
        if pictures:
            _write(pictures, move.path / PICTURES_FILE)
        move.save()
    except BaseException:
        shutil.rmtree(move.path, ignore_errors=True)
        raise
    return move


def remove_files(move: SiteMove) -> None:
    shutil.rmtree(move.path, ignore_errors=True)


def remove_abandoned(is_running: Callable[[SiteMove], bool]) -> None:
    """Remove the files that nobody has used for `KEPT`, and folders without a row.

    The report of a site that has moved in stays. An upload of which nothing was stored is removed.
    """
    long_ago = timezone.now() - KEPT
    states = SiteMove.State
    for move in SiteMove.objects.filter(used_at__lt=long_ago):
        if is_running(move):
            continue
        remove_files(move)
        if move.state in (states.CHECKING, states.CHECKED, states.REFUSED):
            move.delete()
    root = Path(settings.IMPORTS_DIR)
    known = set(SiteMove.objects.values_list("folder", flat=True))
    for folder in root.iterdir() if root.is_dir() else ():
        # One that is being written has no row yet.
        if folder.name not in known and folder.stat().st_mtime < long_ago.timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def export_of(move: SiteMove) -> tuple[str, Path]:
    """The format and the file or folder that its reader reads, which is unpacked if need be.

    Raises `SourceRefused`.
    """
    file = move.path / UPLOADED
    if not file.is_file():
        raise SourceRefused(
            _("The file is not here any more. Upload it again. What has moved in stays.")
        )
    if not is_zipfile(file):
        kind = move.kind or _kind_of_file(file)
        if kind in ("letterboxd", "markdown"):
            raise SourceRefused(_("This is no zip file. Pack the folder into one and upload it."))
        return kind, _named(file, move)
    unpacked = move.path / "site"
    if not unpacked.is_dir():
        _unpack(file, unpacked, _EXPORTS)
    return _in_folder(unpacked, move)


def pictures_of(move: SiteMove) -> Path | None:
    """The folder with the pictures; those of the export itself if no others were uploaded.

    Raises `SourceRefused`.
    """
    packed, unpacked = move.path / PICTURES_FILE, move.path / "pictures"
    if not packed.is_file():
        site = move.path / "site"
        return site if site.is_dir() else None
    if not unpacked.is_dir():
        if not is_zipfile(packed):
            raise SourceRefused(
                _("The file with the pictures is no zip file, or it is damaged. Pack it again.")
            )
        _unpack(packed, unpacked, PICTURES)
    return unpacked


def _name(file: UploadedFile) -> str:
    name = get_valid_filename(Path(file.name or "").name or "export")
    # File systems count bytes.
    return name.encode()[-MOST_BYTES:].decode(errors="ignore")


def _write(file: UploadedFile, path: Path) -> None:
    with path.open("wb") as target:
        for chunk in file.chunks(_CHUNK):
            target.write(chunk)


def _named(file: Path, move: SiteMove) -> Path:
    """``file`` under the name that it had, which messages and sources use."""
    link = move.path / "named" / move.file_name
    if not link.exists():
        link.parent.mkdir(exist_ok=True)
        link.hardlink_to(file)
    return link


def _kind_of_file(file: Path) -> str:
    with file.open("rb") as opened:
        beginning = opened.read(_BEGINNING).lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<"):
        return "wordpress"
    if beginning.startswith((b"{", b"[")):
        return "ghost"
    if beginning.startswith(b"PK"):
        raise SourceRefused(_damaged())
    raise SourceRefused(_unknown())


def _damaged() -> str:
    return _(
        "This zip file cannot be unpacked: it is damaged, or it has a password. Pack it again."
    )


def _unknown() -> str:
    return _(
        "What this file is from is not recognised. An export of WordPress is an .xml file, one of "
        "Ghost a .json file, one of Letterboxd a .zip file; pack a folder of Markdown files into a "
        ".zip file."
    )


def _in_folder(folder: Path, move: SiteMove) -> tuple[str, Path]:
    """The format of an unpacked file: that which the editor has chosen, or else by what it has."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.setdefault(path.suffix.lower(), []).append(path)
    exports = {"wordpress": found.get(".xml", []), "ghost": found.get(".json", [])}
    # The settings of a site of Markdown files may be .json, too.
    texts = [path for ending in TEXTS for path in found.get(ending, [])]
    kind = move.kind
    if not kind:
        if any(path.name == "reviews.csv" for path in found.get(".csv", [])):
            kind = "letterboxd"
        elif texts:
            kind = "markdown"
        else:
            kind = next((name for name, paths in exports.items() if paths), "")
    if kind == "letterboxd":
        return kind, folder
    if kind == "markdown":
        return kind, _top(folder, move)
    paths = exports.get(kind, [])
    if len(paths) > 1:
        raise SourceRefused(
            _("There are %(count)d files in it: %(names)s. Upload them one by one.")
            % {"count": len(paths), "names": ", ".join(path.name for path in paths[:5])}
        )
    if not paths:
        raise SourceRefused(_unknown())
    return kind, paths[0]


def _top(folder: Path, move: SiteMove) -> Path:
    """The one folder in ``folder``, or ``folder`` under the name of the file."""
    inside = [*folder.iterdir()]
    if len(inside) == 1 and inside[0].is_dir():
        return inside[0]
    link = move.path / "named" / Path(move.file_name).stem
    if not link.exists():
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(folder, target_is_directory=True)
    return link


def _unpack(packed: Path, folder: Path, endings: set[str]) -> None:
    """Unpack the files with these ``endings``, all of them or none."""
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with ZipFile(packed) as archive:
            for info in _wanted(archive, endings):
                target = part / _inside(info)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file, _CHUNK)
    except _BROKEN as error:
        shutil.rmtree(part, ignore_errors=True)
        raise SourceRefused(_damaged()) from error
    part.mkdir(exist_ok=True)
    part.rename(folder)


def _wanted(archive: ZipFile, endings: set[str]) -> list[ZipInfo]:
    found = []
    size = 0
    for info in archive.infolist():
        name = PurePosixPath(info.filename)
        # macOS adds a folder with its own data about each file.
        if info.is_dir() or name.suffix.lower() not in endings or "__MACOSX" in name.parts:
            continue
        found.append(info)
        size += info.file_size
        if len(found) > MOST_FILES or size > settings.IMPORT_MAX_BYTES:
            raise SourceRefused(
                _("Unpacked, its files are larger than %(limit)d MiB, or more than %(count)d.")
                % {"limit": settings.IMPORT_MAX_BYTES // 2**20, "count": MOST_FILES}
            )
    return found


def _inside(info: ZipInfo) -> Path:
    """The path of a file within the folder, whatever the archive says."""
    parts = [each for each in PurePosixPath(info.filename).parts if each not in ("/", "..", ".")]
    if not parts or any(len(each.encode()) > 200 for each in parts) or len(parts) > 30:
        raise SourceRefused(
            _("The name of a file in it is too long: %(name)s") % {"name": info.filename[:100]}
        )
    return Path(*parts)
