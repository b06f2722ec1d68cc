"""The fields of a form as (name, value) pairs, and as the compressed JSON that is stored."""

import json
import re
import zlib
from collections.abc import Iterable

from django.http import QueryDict

from accounts.kept_forms import TOKEN
from accounts.sent_forms import SECRETS

WINDOW = "_window"
"""The field that names the window (`AutosavedText.window`)."""
NUMBER = "_number"
"""The field with the number of the last autosave of the window."""
CONTINUES = "_continues"
"""The field with the primary key of the autosaved text that the form continues."""

_NEWLINE = re.compile(r"\r\n|\r|\n")

Fields = list[tuple[str, str]]


class UnreadableText(Exception):
    """The stored fields are damaged."""


def own_fields(fields: Iterable[tuple[str, str]]) -> Fields:
    """``fields`` without secrets, the CSRF token, and the names that begin with an underscore:
    buttons, and what belongs to the window.

    Line ends become CR LF, as in a form that a browser posts.
    """
    return [
        (name, _NEWLINE.sub("\r\n", value))
        for name, value in fields
        if name != TOKEN and name not in SECRETS and not name.startswith("_")
    ]


def posted_fields(posted: QueryDict) -> Fields:
    return own_fields((name, value) for name, values in posted.lists() for value in values)


def pack(fields: Fields) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(errors="replace"))


def unpack(data: bytes | memoryview) -> Fields:
    """Raises `UnreadableText`."""
    try:
        return [(name, value) for name, value in json.loads(zlib.decompress(data))]
    except (zlib.error, ValueError, TypeError) as error:
        raise UnreadableText(type(error).__name__) from error


def as_posted(fields: Fields) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in fields:
        posted.appendlist(name, value)
    return posted


def value_of(fields: Fields, wanted: str) -> str:
    return next((value for name, value in fields if name == wanted), "")
