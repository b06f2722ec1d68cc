"""Frozen dataclasses ↔ JSON, for what an edition keeps: its content and its rendering."""

from decimal import Decimal
from typing import Any, TypeVar

import cattrs
from cattrs.errors import BaseValidationError

from editions.content import ReviewContent

CONTENT_SCHEMA = 1
"""Raised with every change of `ReviewContent`; `UPGRADERS` bring older editions along."""

UPGRADERS: dict[int, Any] = {}
"""Schema number → function that turns content JSON of that schema into the next one's."""

Shape = TypeVar("Shape")

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Decimal, lambda value, _type: Decimal(value))


class Unreadable(ValueError):
    """JSON that is not of the shape it should be."""


def to_json(value: Any) -> Any:
    return _converter.unstructure(value)


def from_json(shape: type[Shape], data: Any) -> Shape:
    """Raises `Unreadable`."""
    try:
        return _converter.structure(data, shape)
    except (BaseValidationError, AttributeError, TypeError, ValueError) as error:
        raise Unreadable(f"not a {shape.__name__}: {error}") from error


def content_from_json(data: Any, schema: int) -> ReviewContent:
    """The content of an edition, whatever schema it was frozen under. Raises `Unreadable`."""
    while schema < CONTENT_SCHEMA:
        data = UPGRADERS[schema](data)
        schema += 1
    return from_json(ReviewContent, data)
