"""JSON Schemas of dataclasses, as OpenAPI 3.1 has them."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]


class Keyword(NamedTuple):
    """A keyword of JSON Schema in the annotation of a type."""

    name: str
    value: str


def about(text: str) -> Keyword:
    """A description."""
    return Keyword("description", text)


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schemas(roots: Iterable[type]) -> dict[str, Schema]:
    """The schemas of ``roots`` and of the classes in their fields, by name."""
    found: dict[str, Schema] = {}
    waiting = list(roots)
    while waiting:
        each = waiting.pop()
        if each.__name__ not in found:
            found[each.__name__] = _object(each, waiting)
    return dict(sorted(found.items()))


def reference_to(each: type) -> Schema:
    return {"$ref": f"#/components/schemas/{each.__name__}"}


def _object(each: type, waiting: list[type]) -> Schema:
    hints = get_type_hints(each, include_extras=True)
    names = [field.name for field in fields(each)]
    documented = {"description": _description(each)} if _description(each) else {}
    return documented | {
        "type": "object",
        "required": names,
        "properties": {name: _schema(hints[name], waiting) for name in names},
    }


def _description(each: type) -> str:
    text = each.__doc__ or ""
    # A dataclass without a docstring gets its signature as one.
    return "" if text.startswith(f"{each.__name__}(") else " ".join(text.split())


def _schema(hint: Any, waiting: list[type]) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        schema = _schema(arguments[0], waiting)
        return schema | dict(arguments[1:])
    if origin in {Union, UnionType}:
        return _either([_schema(each, waiting) for each in arguments])
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], waiting)}
    if is_dataclass(hint):
        assert isinstance(hint, type)
        waiting.append(hint)
        return reference_to(hint)
    return {"type": _TYPES[hint]}


def _either(choices: list[Schema]) -> Schema:
    """A type or null."""
    first, *others = choices
    if "$ref" in first:
        return {"oneOf": choices}
    kinds = [first["type"], *(other["type"] for other in others)]
    return first | {"type": kinds}
