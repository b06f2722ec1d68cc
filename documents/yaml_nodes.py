"""YAML → nodes that know their lines and keep every scalar as it was written.

The parser's events are read, never its objects: no tag makes anything, ``1917`` and ``No`` stay the
words they are, and depth is bounded before anything recurses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml import events

from documents.errors import Findings, shortened

MAX_DEPTH = 20
MAX_CHARACTERS = 192 * 1024
"""Of the front matter: what is longer takes more than a moment, and no review needs it."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
}
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int
    plain: bool = True

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """``items`` by key; ``lines`` says where each key stands."""

    line: int
    items: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


class _Broken(Exception):
    """The rest cannot be read; what is wrong was said."""


def read_yaml(text: str, line: int, findings: Findings) -> Mapping | None:
    """The mapping that ``text`` is, which begins on ``line`` of the file; None if it is none.

    What is wrong goes to ``findings``.
    """
    if len(text) > MAX_CHARACTERS:
        findings.error(
            line,
            _("The front matter is longer than %(limit)d characters. Shorten it.")
            % {"limit": MAX_CHARACTERS},
        )
        return None
    reader = _Reader(line, findings)
    try:
        root = reader.read(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.error(
            line + (mark.line if mark else 0),
            _(
                "The front matter is broken YAML here: %(problem)s. Check the indentation, and put "
                "a text that holds a colon, a # or a bracket into double quotes."
            )
            % {"problem": error.problem or error.context},
        )
        return None
    except yaml.reader.ReaderError as error:
        findings.error(
            line + text.encode()[: error.position].count(b"\n"),
            _("The front matter holds a character that YAML does not allow. Remove it."),
        )
        return None
    except _Broken:
        return None
    if not isinstance(root, Mapping):
        findings.error(
            line, _("The front matter is a list of keys with values, such as “headline: A title”.")
        )
        return None
    return root


@dataclass
class _Open:
    """A collection whose end has not come yet."""

    node: Sequence | Mapping
    key: Scalar | None = None


class _Reader:
    def __init__(self, line: int, findings: Findings) -> None:
        self.first_line = line
        self.findings = findings
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def read(self, stream: Iterator[events.Event]) -> Node | None:
        for event in stream:
            # Its type allows for events that were made by hand.
            line = self.first_line + (event.start_mark.line if event.start_mark else 0)
            match event:
                case events.AliasEvent():
                    self.refuse(line, _("YAML's aliases (*) are not used here. Write it out."))
                case events.ScalarEvent():
                    self.check(event, line)
                    if "\0" in event.value:
                        self.refuse(line, _("A NUL character is written here. Remove it."))
                    self.add(Scalar(event.value, line, plain=event.style in (None, "")))
                case events.SequenceStartEvent():
                    self.check(event, line)
                    self.open(Sequence(line))
                case events.MappingStartEvent():
                    self.check(event, line)
                    self.open(Mapping(line))
                case events.CollectionEndEvent():
                    self.add(self.stack.pop().node)
                case events.DocumentStartEvent() if self.root is not None:
                    self.refuse(line, _("The front matter is one YAML document, not several."))
        return self.root

    def check(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.refuse(line, _("YAML's anchors (&) are not used here. Write it out."))
        if event.tag is not None and event.tag not in _TAGS:
            self.refuse(
                line,
                _("The YAML tag “%(tag)s” is not allowed: write a text, a number, a list or keys.")
                % {"tag": shortened(event.tag)},
            )

    def open(self, node: Sequence | Mapping) -> None:
        if len(self.stack) == MAX_DEPTH:
            self.refuse(
                node.line,
                _("The front matter is nested more than %(limit)d deep.") % {"limit": MAX_DEPTH},
            )
        self.stack.append(_Open(node))

    def add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is None:
            if not isinstance(node, Scalar):
                self.refuse(node.line, _("A key is a word, not a list or a mapping."))
            else:
                top.key = node
        else:
            self.put(top.node, top.key, node)
            top.key = None

    def put(self, mapping: Mapping, key: Scalar, value: Node) -> None:
        if key.text in mapping.items:
            self.findings.error(
                key.line,
                _("The key “%(key)s” stands here twice, first on line %(line)d. Keep one.")
                % {"key": shortened(key.text), "line": mapping.lines[key.text]},
            )
            return
        mapping.items[key.text] = value
        mapping.lines[key.text] = key.line

    def refuse(self, line: int, sentence: str) -> None:
        self.findings.error(line, sentence)
        raise _Broken
