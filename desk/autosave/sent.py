"""What a browser sends to the address for autosaving, as JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from desk.autosave.form_data import Fields, own_fields

MAX_BYTES = 1_000_000
"""The largest request. A review of 3,000 words takes about 40,000 bytes."""

WINDOW_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")
MAX_NUMBER = 2**31 - 1


class Refused(Exception):
    """Has the HTTP ``status`` of the answer and a sentence for the editor."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Sent:
    """``fields`` is None for a report that the form is open. With ``unchanged`` they are those with
    which the form was opened. ``is_gone``: the window is being closed. ``replaces`` is the name
    of the window that was in this tab of the browser before, "" if there was none."""

    account: int
    window: str
    number: int
    version: int | None
    place: str
    continues: int | None
    fields: Fields | None
    unchanged: bool
    is_gone: bool
    replaces: str


def read(request: HttpRequest, *, places: set[str]) -> Sent:
    """Raises `Refused`. A place that is not among ``places`` becomes an empty one."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        raise too_long()
    try:
        return _read(json.loads(request.body), places)
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(400, _("The request cannot be read.")) from error


def too_long() -> Refused:
    sentence = _(
        "This text is too long to be saved automatically. It is kept in this browser only: press "
        "“Save” often."
    )
    return Refused(413, sentence)


def _read(data: Any, places: set[str]) -> Sent:
    fields = data.get("fields") if isinstance(data, dict) else None
    if fields is not None:
        fields = own_fields((_text(name), _text(value)) for name, value in fields)
        if len(fields) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            raise too_long()
    window = _text(data["window"])
    if not WINDOW_NAME.fullmatch(window):
        raise ValueError
    place = data.get("place")
    return Sent(
        account=_number(data["account"]),
        window=window,
        number=_number(data["number"]),
        version=_number_or_none(data.get("version")),
        place=place if place in places else "",
        continues=_number_or_none(data.get("continues")),
        fields=fields,
        unchanged=data.get("unchanged") is True,
        is_gone=data.get("gone") is True,
        replaces=_text(data.get("replaces", "")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= MAX_NUMBER:
        raise ValueError
    return value


def _number_or_none(value: Any) -> int | None:
    return None if value is None else _number(value)
