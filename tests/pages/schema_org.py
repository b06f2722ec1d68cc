"""Checks JSON-LD against the definitions of schema.org, from the package msgspec-schemaorg."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec_schemaorg.models as vocabulary

Node = dict[str, Any]

_DURATION = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")
_WORDS = {"Union", "List", "Optional", "None"}


def problems(document: Node) -> list[str]:
    """The problems of ``document``, a sentence each: an unknown type, a property that its type does
    not have, a value that its property does not allow, or a reference to an unknown node."""
    assert document["@context"] == "https://schema.org"
    known = {node["@id"]: node for node in nodes(document) if "@id" in node and "@type" in node}
    return [found for node in document["@graph"] for found in _check(node, known)]


def nodes(value: Any) -> Iterator[Node]:
    """Every node in ``value``, outer ones first."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)


def _check(node: Node, known: dict[str, Node]) -> Iterator[str]:
    kind = _type(node)
    if kind is None:
        yield f"{node.get('@type')} is no type"
        return
    ranges = _ranges(kind)
    for name, value in node.items():
        if name.startswith("@") or (
            name.endswith("-input") and issubclass(kind, vocabulary.Action)
        ):
            continue
        if name not in ranges:
            yield f"{kind.__name__} has no {name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _check_value(f"{kind.__name__}.{name}", each, ranges[name], known)


def _check_value(
    place: str, value: Any, expected: set[str], known: dict[str, Node]
) -> Iterator[str]:
    if not isinstance(value, dict):
        if not any(_fits(value, each) for each in expected):
            yield f"{place} is not {value!r} but one of {sorted(expected)}"
        return
    node = value
    if value.keys() == {"@id"}:
        node = known.get(value["@id"], {})
    kind = _type(node)
    if kind is None or not any(issubclass(kind, _named(each)) for each in expected if _named(each)):
        yield f"{place} is not {node or value} but one of {sorted(expected)}"
    elif node is value:
        yield from _check(node, known)


def _type(node: Node) -> type | None:
    return _named(node.get("@type", ""))


def _named(name: str) -> Any:
    kind = getattr(vocabulary, name, None)
    return kind if isinstance(kind, type) else None


def _ranges(kind: type) -> dict[str, set[str]]:
    """The names of the types that a value may have, by property."""
    return {
        name: set(re.findall(r"\w+", str(annotation))) - _WORDS
        for ancestor in reversed(kind.__mro__)
        for name, annotation in getattr(ancestor, "__annotations__", {}).items()
    }


def _fits(value: Any, expected: str) -> bool:
    match expected:
        case "str":
            return isinstance(value, str) and bool(value.strip())
        case "URL":
            return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"}
        case "date":
            return _parses(date, value)
        case "datetime":
            return _parses(datetime, value) and datetime.fromisoformat(value).tzinfo is not None
        case "Duration":
            return isinstance(value, str) and bool(_DURATION.fullmatch(value))
        case "int" | "float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _other:
            return False


def _parses(kind: type[date] | type[datetime], value: Any) -> bool:
    try:
        kind.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
