"""The rows of tables in a large JSON file, one by one: those in the lists directly below "data".

The file is scanned for its brackets, and a row is parsed when it is wanted. So memory is needed for
the largest row and for the positions of the rows.
"""

import json
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moving.storable import storable

Row = dict[str, Any]

_PARENT = "data"
_TOKEN = re.compile(rb'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)"|"|[\[\]{}]', re.S)
_COLON = re.compile(rb"\s*:\s*")
_CLOSES = {b"]": b"[", b"}": b"{"}
_MAX_DEPTH = 200
_MAX_KEY = 200


class BrokenJson(ValueError):
    """``line`` is that of the file, from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


class JsonTables:
    """Raises `BrokenJson` and `OSError`."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise BrokenJson(1) from error
        self._rows: dict[str, list[tuple[int, int]]] = {}
        self._scan()

    def __contains__(self, table: str) -> bool:
        return table in self._rows

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of ``table``; none without the table."""
        for start, end in self._rows.get(table, ()):
            row: Row = storable(json.loads(self._bytes[start:end]))
            yield row

    def _scan(self) -> None:
        """Find the rows, and parse each once, so that a broken one is found before any is used."""
        stack: list[tuple[bytes, str]] = []
        text = (0, 0)
        row = 0
        for match in _TOKEN.finditer(self._bytes):
            token = match[0]
            if token[:1] == b'"':
                if len(token) == 1:
                    raise self._broken(match.start())
                text = match.span()
            elif token in b"[{":
                if len(stack) >= _MAX_DEPTH:
                    raise self._broken(match.start())
                key = self._key(text, match.start())
                if token == b"[" and stack and stack[-1] == (b"{", _PARENT):
                    self._rows.setdefault(key, [])
                if token == b"{" and _is_table(stack):
                    row = match.start()
                stack.append((token, key))
            else:
                if not stack or stack.pop()[0] != _CLOSES[token]:
                    raise self._broken(match.start())
                if token == b"}" and _is_table(stack):
                    self._check(row, match.end())
                    self._rows[stack[-1][1]].append((row, match.end()))
        if stack or not self._bytes[:64].strip():
            raise self._broken(len(self._bytes))

    def _key(self, text: tuple[int, int], at: int) -> str:
        """The key of the value that begins at ``at``: the last text, if only a colon follows it."""
        start, end = text
        if at - end > _MAX_KEY or end - start > _MAX_KEY:
            return ""
        is_key = _COLON.fullmatch(self._bytes, end, at)
        return self._bytes[start + 1 : end - 1].decode(errors="replace") if is_key else ""

    def _check(self, start: int, end: int) -> None:
        try:
            json.loads(self._bytes[start:end])
        except (ValueError, RecursionError) as error:
            raise self._broken(start + getattr(error, "pos", 0)) from error

    def _broken(self, at: int) -> BrokenJson:
        line = 1
        # In pieces: the file is large.
        for start in range(0, at, 1024 * 1024):
            line += self._bytes[start : min(at, start + 1024 * 1024)].count(b"\n")
        return BrokenJson(line)


def _is_table(stack: list[tuple[bytes, str]]) -> bool:
    """Whether what is open last is a list directly below "data"."""
    return len(stack) > 1 and stack[-1][0] == b"[" and stack[-2] == (b"{", _PARENT)
