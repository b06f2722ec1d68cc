"""Finds the files of pictures by the addresses that posts have for them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from moving.paths import split_address

ENDINGS = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".gif"}

_SIZE = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|e\d{9,14})$")


class ImageFiles:
    """The pictures in ``folder`` and the folders in it; none without a folder.

    A file is found if its name is unique, or if it has the longest path in common with the address.
    Nothing is ever fetched from the network.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._by_name: dict[str, list[PurePosixPath]] | None = None

    def find(self, source: str, near: str = "") -> Path | None:
        """The file for the address ``source``; beside the file of the post, which is in the folder
        ``near``, comes first."""
        parts = split_address(source)
        # What is in the address itself ("data:image/png;base64,…") has no file.
        if self.folder is None or parts is None or parts.scheme == "data":
            return None
        address = unquote(parts.path)
        if not address or "\0" in address:
            return None
        wanted = PurePosixPath(address)
        if near and not address.startswith("/"):
            beside = self.folder / near / address
            if _is_file(beside) and self._is_inside(beside):
                return beside
        for name in _names(wanted):
            found = self._index().get(name.lower(), [])
            shared = [(_shared(each, wanted), each) for each in found]
            longest = max((length for length, _path in shared), default=0)
            best = [path for length, path in shared if length == longest]
            if len(best) == 1:
                return self.folder / best[0]
        return None

    def _index(self) -> dict[str, list[PurePosixPath]]:
        if self._by_name is None:
            self._by_name = {}
            for path in self._walk():
                self._by_name.setdefault(path.name.lower(), []).append(path)
        return self._by_name

    def _walk(self) -> Iterator[PurePosixPath]:
        assert self.folder
        for folder, _folders, names in os.walk(self.folder):
            inside = Path(folder).relative_to(self.folder)
            for name in names:
                path = Path(folder, name)
                if path.suffix.lower() in ENDINGS and self._is_inside(path):
                    yield PurePosixPath(inside.as_posix(), name)

    def _is_inside(self, path: Path) -> bool:
        assert self.folder
        return path.resolve().is_relative_to(self.folder.resolve())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False


def _names(wanted: PurePosixPath) -> Iterator[str]:
    """The name of the file itself, then that of the picture of which it is a smaller copy."""
    stem, ending = wanted.stem, wanted.suffix
    yield wanted.name
    while match := _SIZE.search(stem):
        stem = stem[: match.start()]
        yield f"{stem}{ending}"
    if stem == wanted.stem and not stem.endswith("-scaled"):
        yield f"{stem}-scaled{ending}"


def _shared(path: PurePosixPath, wanted: PurePosixPath) -> int:
    """How many folders before the name ``path`` and ``wanted`` have in common."""
    count = 0
    for one, other in zip(reversed(path.parts[:-1]), reversed(wanted.parts[:-1]), strict=False):
        if one != other:
            break
        count += 1
    return count
