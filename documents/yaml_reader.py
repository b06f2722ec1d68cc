"""Front matter → YAML nodes, which know their lines and keep every scalar as it was written.

Nodes are composed but never constructed: no tag makes an object, and ``1917``, ``08`` and ``No``
stay the words they are. A pass over the parser's events comes first, because composing recurses.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml import events
from yaml.nodes import MappingNode, Node, ScalarNode

from documents.errors import Findings, shortened

FIRST_LINE = 2
"""The line of the file on which the front matter begins: the first one holds three dashes."""

MAX_DEPTH = 20
MAX_CHARACTERS = 192 * 1024
"""Limits the front matter, so that reading it takes well under a second."""

NULL = "tag:yaml.org,2002:null"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
}


class _Refused(Exception):
    """Carries the line and the sentence of an error after which reading stops."""


def read_yaml(text: str, findings: Findings) -> MappingNode | None:
    """The mapping that ``text`` holds. Returns None if there is none, and reports why."""
    try:
        return _composed(text)
    except _Refused as refused:
        line, sentence = refused.args
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = FIRST_LINE + (mark.line if mark else 0)
        sentence = _(
            "The front matter is not valid YAML here: %(problem)s. Check the indentation, and "
            "put texts that contain a colon, a # or a bracket into double quotes."
        ) % {"problem": error.problem or error.context}
    except yaml.reader.ReaderError as error:
        line = FIRST_LINE + text.encode()[: error.position].count(b"\n")
        sentence = _("The front matter contains a character that YAML does not allow. Remove it.")
    findings.error(line, sentence)
    return None


def line_of(node: Node) -> int:
    """The line of the file on which ``node`` begins."""
    return FIRST_LINE + node.start_mark.line


def _composed(text: str) -> MappingNode:
    """Raises `_Refused` and `yaml.YAMLError`."""
    if len(text) > MAX_CHARACTERS:
        sentence = _("The front matter is longer than %(limit)d characters. Shorten it.")
        raise _Refused(FIRST_LINE, sentence % {"limit": MAX_CHARACTERS})
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, events.CollectionStartEvent)
        depth -= isinstance(event, events.CollectionEndEvent)
        documents += isinstance(event, events.DocumentStartEvent)
        if sentence := _forbidden(event, depth, documents):
            mark = event.start_mark
            raise _Refused(FIRST_LINE + (mark.line if mark else 0), sentence)
    root = yaml.compose(text, Loader=_Loader)
    if not isinstance(root, MappingNode):
        sentence = _(
            "The front matter must consist of keys with values, such as “headline: A title”."
        )
        raise _Refused(FIRST_LINE, sentence)
    for key in _keys(root):
        if not isinstance(key, ScalarNode):
            raise _Refused(line_of(key), _("A key must be a word, not a list or a mapping."))
    return root


def _forbidden(event: Any, depth: int, documents: int) -> str:
    """Why ``event`` is not allowed, as a sentence; "" if it is allowed."""
    if isinstance(event, events.AliasEvent):
        return _("YAML aliases (*) are not supported. Write the value again here.")
    if getattr(event, "anchor", None) is not None:
        return _("YAML anchors (&) are not supported. Write the value again wherever it is needed.")
    tag = getattr(event, "tag", None)
    if tag is not None and tag not in _TAGS:
        sentence = _(
            "The YAML tag “%(tag)s” is not allowed. Write text, a number, a list or keys with "
            "values."
        )
        return sentence % {"tag": shortened(tag)}
    if isinstance(event, events.ScalarEvent) and "\0" in event.value:
        return _(
            "The escape sequence here stands for a NUL character, which is not allowed. Remove it."
        )
    if depth > MAX_DEPTH:
        sentence = _(
            "The front matter is nested more than %(limit)d levels deep. Remove some levels."
        )
        return sentence % {"limit": MAX_DEPTH}
    if documents > 1:
        return _("The front matter must be one YAML document. Remove the other documents.")
    return ""


def _keys(node: Node) -> Iterator[Node]:
    """The keys of all mappings in ``node``."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key
            yield from _keys(value)
    elif not isinstance(node, ScalarNode):
        for each in node.value:
            yield from _keys(each)
