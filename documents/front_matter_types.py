"""The types of values in the front matter: dates, numbers, texts, and what an error calls them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from films.known_date_fields import KnownDateField
from films.known_dates import FIRST_YEAR, LAST_YEAR, KnownDate
from images.models import Image

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ValueType:
    """``read`` returns None for a text that is no value of this type. An error says that it
    ``expects`` one."""

    expects: "StrPromise | str"
    read: Callable[[str], Any]


def _known_date(text: str) -> KnownDate | None:
    try:
        return KnownDate.from_iso(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _whole(limit: int) -> ValueType:
    def read(text: str) -> int | None:
        return int(text) if _WHOLE.fullmatch(text) and int(text) <= limit else None

    return ValueType(_("a whole number of at most %d") % limit, read)


TEXT = ValueType(_("a text"), str)
FLAG = ValueType(_("true or false"), {"true": True, "false": False}.get)

# The first that fits. The limits are those that every supported database can store.
_TYPES: tuple[tuple[type[models.Field], ValueType], ...] = (
    (
        models.DateTimeField,
        ValueType(
            _("a date and time with the offset from UTC, written like 2025-06-06T09:00:00+02:00"),
            _moment,
        ),
    ),
    (
        KnownDateField,
        ValueType(
            _("a day, a month or a year, written like 2025-06-06, 2025-06 or 2025"), _known_date
        ),
    ),
    (models.BooleanField, FLAG),
    (models.DecimalField, ValueType(_("a number, such as 3.5"), _decimal)),
    (models.PositiveSmallIntegerField, _whole(2**15 - 1)),
    (models.IntegerField, _whole(2**31 - 1)),
    (models.Field, TEXT),
)


def type_of(column: models.Field) -> ValueType:
    return next(value_type for kind, value_type in _TYPES if isinstance(column, kind))


def is_picture_name(text: str) -> bool:
    """Whether the library can store a picture under the name ``text``."""
    try:
        Image._meta.get_field("name").run_validators(text)
    except ValidationError:
        return False
    return bool(text)


def is_possible_year(value: Any) -> bool:
    """False for a date whose year no film can have; True for all else."""
    return not isinstance(value, KnownDate | date) or FIRST_YEAR <= value.year <= LAST_YEAR
