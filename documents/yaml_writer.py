"""Facts → YAML: the same bytes for the same facts. Every reader of YAML reads a text as a text."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import yaml

from films.known_dates import KnownDate

_LINE_ENDS = re.compile(r"[\r\x85\u2028\u2029]")


class Block(dict[str, Any]):
    """A mapping that is written with a line for each key; any other is written on one line."""


class Blocks(list[Any]):
    """A list that is written with lines of its own for each element."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the elements of a list below their key."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def choose_scalar_style(self) -> str:
        """Use double quotes where quotes are needed."""
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    # YAML reads other line ends as "\n", unless they are escaped in quotes.
    in_lines = "\n" in text and text == text.strip(" \n") and not _LINE_ENDS.search(text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, "|" if in_lines else None)


def _unquoted(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar(dumper.resolve(yaml.ScalarNode, text, (True, False)), text)


def _decimal(dumper: _Dumper, number: Decimal) -> yaml.Node:
    return _unquoted(dumper, format(number.normalize(), "f"))


def _moment(dumper: _Dumper, moment: datetime) -> yaml.Node:
    return _unquoted(dumper, moment.isoformat())


def _known_date(dumper: _Dumper, known: KnownDate) -> yaml.Node:
    return _unquoted(dumper, known.iso())


def _mapping(dumper: _Dumper, mapping: dict[str, Any]) -> yaml.Node:
    in_line = not isinstance(mapping, Block)
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping, flow_style=in_line)


def _list(dumper: _Dumper, elements: list[Any]) -> yaml.Node:
    in_line = not isinstance(elements, Blocks)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", elements, flow_style=in_line)


_REPRESENTERS: dict[type, Any] = {
    str: _text,
    Decimal: _decimal,
    KnownDate: _known_date,
    datetime: _moment,
    dict: _mapping,
    Block: _mapping,
    list: _list,
    Blocks: _list,
}
for kind, representer in _REPRESENTERS.items():
    _Dumper.add_representer(kind, representer)


def to_yaml(facts: Mapping[str, Any]) -> str:
    """``facts`` in YAML, in their order, with a line for each key."""
    return yaml.dump(Block(facts), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31)
