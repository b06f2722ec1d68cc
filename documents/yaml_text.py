"""Facts → YAML, always the same for the same facts. A text is a text for every reader of YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml

Value = str | bool | int | Decimal | date | datetime | Sequence[Any] | Mapping[str, Any]

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\xa0\u00ad\u2000-\u200f\u2028-\u202f\ufeff\ufffe\uffff\\\"]")
_FLOW = re.compile(r"[,:\[\]{}]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\\\"]")
_BLOCK = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+")
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers


def scalar(value: Value, *, flow: bool = False) -> str:
    """``value`` on one line; inside a ``flow`` collection more texts need quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value if _is_plain(value, flow=flow) else _quoted(value)
    return str(value)


def inline(value: Value) -> str:
    """``value`` in YAML's flow style."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {inline(each)}' for key, each in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(inline, value))}]"
    return scalar(value, flow=True)


def block(mapping: Mapping[str, Value], indent: str = "") -> Iterator[str]:
    """The lines of ``mapping`` in block style; what it holds but `Block` is inline."""
    for key, value in mapping.items():
        if isinstance(value, Block):
            yield f"{indent}{key}:"
            yield from block(value, indent + "  ")
        elif isinstance(value, Blocks):
            yield f"{indent}{key}:"
            for each in value:
                yield from _dashed(each, indent + "  ")
        elif isinstance(value, str) and _is_block_text(value):
            yield f"{indent}{key}: |-"
            yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
        elif isinstance(value, Mapping | Sequence) and not isinstance(value, str):
            yield f"{indent}{key}: {inline(value)}"
        else:
            yield f"{indent}{key}: {scalar(value)}"


class Block(dict[str, Any]):
    """A mapping with a line for each key."""


class Blocks(list[Any]):
    """A list with lines of its own for each element: a `Block`'s keys, or anything inline."""


def _dashed(value: Value, indent: str) -> Iterator[str]:
    if not isinstance(value, Block):
        yield f"{indent}- {inline(value)}"
        return
    first, *others = block(value, indent + "  ")
    yield f"{indent}- {first.lstrip(' ')}"
    yield from others


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether ``text`` without quotes is read as itself, and as a text."""
    return (
        bool(text)
        and (text[0].isalnum() or text[0] in "“‘„«(…")
        and text == text.strip()
        and not _UNSAFE.search(text)
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not (flow and _FLOW.search(text))
        and not any(pattern.match(text) for _tag, pattern in _RESOLVERS.get(text[0], []))
    )


def _is_block_text(text: str) -> bool:
    """Whether a text of several lines can be written as they are."""
    return (
        "\n" in text
        and _BLOCK.fullmatch(text) is not None
        and text[0] not in " \n"
        and text[-1] not in " \n"
    )


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"
