"""The hidden field with which a form carries the values that it was opened with."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from accounts.reconciling.form_values import Values

BASE = "base"
"""The name of the field."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A text that an editor gave up for another one when both had changed a field.

    ``prefix`` is that of the formset, "" for the form itself; ``pk`` is that of the row.
    """

    label: str
    text: str
    is_mine: bool
    field: str = ""
    prefix: str = ""
    pk: str = ""


@dataclass(slots=True)
class OpenedForm:
    """``values`` are None if the form does not say them: then nothing is known to be unchanged.

    The rest is what earlier requests with this form, which were refused, have left to be done when
    it is saved: ``lost`` texts to be recorded, and rows and fields to be named in messages.
    ``is_asked``: the form was shown with a conflict.
    """

    values: Values | None = None
    at: datetime | None = None
    lost: list[Lost] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    stored_again: list[str] = field(default_factory=list)
    is_asked: bool = False

    @property
    def is_pending(self) -> bool:
        return bool(self.is_asked or self.lost or self.kept or self.stored_again)

    def as_text(self) -> str:
        """The value of the hidden field."""
        data = asdict(self) | {"at": (self.at or timezone.now()).timestamp()}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_opened(text: str) -> OpenedForm:
    """The form whose hidden field has the value ``text``. A damaged value says nothing."""
    try:
        data = json.loads(text)
        values = data["values"]
        if values is not None:
            values = {str(name): _texts(each) for name, each in values.items()}
        return OpenedForm(
            values=values,
            at=datetime.fromtimestamp(data["at"], UTC),
            lost=[Lost(**each) for each in data["lost"]],
            kept=_texts(data["kept"]),
            stored_again=_texts(data["stored_again"]),
            is_asked=bool(data["is_asked"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError):
        return OpenedForm()


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError
    return [str(each) for each in value]
