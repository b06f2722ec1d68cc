"""A file's bytes → its front matter and its body, each with the line that it begins on."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.errors import DocumentFinding, DocumentRefused

MAX_BYTES = 1024 * 1024

_FENCE = re.compile(r"---[ \t]*")
_LINE_END = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Source:
    """The front matter and the body, with lines that end in "\\n". ``body_line`` is the line of the
    file on which the body begins, counted from 1."""

    front: str
    body: str
    body_line: int


def read_source(data: bytes) -> Source:
    """Raises `DocumentRefused` for a file that is too large, is no UTF-8 or has no front matter."""
    text = _text(data)
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        raise _refused(
            1,
            _(
                "The front matter is missing. Begin the file with a line of three dashes, then "
                "headline, slug, critic and film, then three dashes again."
            ),
        )
    end = next((at for at in range(1, len(lines)) if _FENCE.fullmatch(lines[at])), None)
    if end is None:
        raise _refused(1, _("The front matter has no end. Close it with a line of three dashes."))
    return Source(
        front="\n".join(lines[1:end]),
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
    )


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        # The line on which the limit is passed.
        raise _refused(
            _line_of(data, MAX_BYTES),
            _(
                "The file is larger than 1 MiB. Keep pictures in separate files and divide long "
                "texts."
            ),
        )
    if (nul := data.find(b"\0")) >= 0:
        raise _refused(
            _line_of(data, nul),
            _(
                "There is a NUL character here, so the file is not a text file. Remove the "
                "character."
            ),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            _line_of(data, error.start),
            _("The character here is not UTF-8 (byte 0x%(byte)02X). Save the file as UTF-8.")
            % {"byte": data[error.start]},
        ) from error
    return re.sub(r"\r\n?", "\n", text)


def _line_of(data: bytes, position: int) -> int:
    return len(_LINE_END.findall(data, 0, position)) + 1


def _refused(line: int, sentence: str) -> DocumentRefused:
    return DocumentRefused([DocumentFinding(line, sentence)])
