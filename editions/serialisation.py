"""Conversion between dataclasses and JSON, for the content and rendering of an edition."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import cattrs
from cattrs.errors import BaseValidationError

from editions.content import ReviewContent

CONTENT_SCHEMA = 2
"""Incremented when older JSON does not fit `ReviewContent` any more. `UPGRADERS` convert it.

A new field with a default needs no new number: older JSON gets the default."""


def _with_several_critics(data: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 had one ``critic``."""
    data = dict(data)
    return data | {"critics": [data.pop("critic")]}


UPGRADERS: dict[int, Any] = {1: _with_several_critics}
"""For each old schema number, a function that converts its JSON to the next schema."""

Shape = TypeVar("Shape")

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Decimal, lambda value, _type: Decimal(value))


def _unconverted(value: Any, shape: type) -> Any:
    """``value``, if it is of type ``shape``. cattrs itself would make the string "None" of None."""
    if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        raise TypeError(f"expected {shape.__name__}, not {type(value).__name__}")
    return value


for _primitive in (str, int, bool):
    _converter.register_structure_hook(_primitive, _unconverted)


class Unreadable(ValueError):
    """The JSON does not have the expected structure."""


def to_json(value: Any) -> Any:
    return _converter.unstructure(value)


def canonical_json(content: ReviewContent) -> bytes:
    """The same for equal working copies, whether their texts are parsed or not: only a parse finds
    the films and pictures that the texts name, so they are left out."""
    data = to_json(replace(content, spoiled=(), images=()))
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def from_json(shape: type[Shape], data: Any) -> Shape:
    """Raises `Unreadable`."""
    try:
        return _converter.structure(data, shape)
    except (BaseValidationError, AttributeError, TypeError, ValueError) as error:
        raise Unreadable(f"not a {shape.__name__}: {error}") from error


def content_from_json(data: Any, schema: int) -> ReviewContent:
    """The content of an edition from JSON of any schema version. Raises `Unreadable`."""
    try:
        while schema < CONTENT_SCHEMA:
            data = UPGRADERS[schema](data)
            schema += 1
    except (LookupError, AttributeError, TypeError, ValueError) as error:
        raise Unreadable(f"not content of schema {schema}: {type(error).__name__}") from error
    return from_json(ReviewContent, data)
