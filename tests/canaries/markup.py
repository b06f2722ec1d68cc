"""Parses HTML for everything that is not its text: attributes, title and linked data."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Attributes = list[tuple[str, str]]


@dataclass
class Markup(HTMLParser):
    """``tags`` are all elements with their attributes, without entities. ``title`` is the title of
    the page, and ``linked_data`` its JSON-LD documents."""

    html: str
    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    title: str = ""
    linked_data: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = ""
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = [(name, value or "") for name, value in attrs]
        self.tags.append((tag, attributes))
        if tag == "title" or (tag == "script" and ("type", "application/ld+json") in attributes):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "script":
            self.linked_data.append(json.loads(data))

    def all(self, *names: str) -> list[dict[str, str]]:
        """The attributes of the elements with one of these names."""
        return [dict(attributes) for tag, attributes in self.tags if tag in names]

    def about(self) -> str:
        """The title, metadata, links and linked data of the page, as JSON."""
        parts = [self.title, *self.linked_data, *self.all("meta"), *self.all("link")]
        return json.dumps(parts, ensure_ascii=False)

    def attributes(self) -> str:
        """All attributes of all elements, one per line."""
        return "\n".join(f"{name}={value}" for _, given in self.tags for name, value in given)
