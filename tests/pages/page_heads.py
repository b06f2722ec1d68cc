"""Parses the metadata in the head of a page."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Head:
    """``properties`` and ``names`` are those of the meta elements, with their contents.

    ``documents`` are the JSON-LD.
    """

    properties: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The content of the only meta element with that property or name."""
        [content] = [value for key, value in [*self.properties, *self.names] if key == name]
        return content

    def node(self, kind: str) -> dict[str, Any]:
        """The only node of that type at the top of the JSON-LD."""
        [document] = self.documents
        [node] = [node for node in document["@graph"] if node["@type"] == kind]
        return node


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self.is_linked_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and "property" in given:
            self.head.properties.append((given["property"], given["content"]))
        elif tag == "meta" and "name" in given:
            self.head.names.append((given["name"], given["content"]))
        elif tag == "link":
            self.head.links.append(given)
        self.is_linked_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.is_linked_data:
            self.head.documents.append(json.loads(data))

    def handle_endtag(self, tag: str) -> None:
        self.is_linked_data = False


def head_of(page: str) -> Head:
    """The head of the page with the text ``page``."""
    reader = _Reader()
    reader.feed(page)
    return reader.head


def without_linked_data(response: Any) -> str:
    """The page without its JSON-LD, which repeats most facts."""
    return re.sub(r"<script type=.application/ld\+json.>.*?</script>", "", response.text)
