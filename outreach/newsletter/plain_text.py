"""The HTML of a newsletter as plain text."""

import re
from html.parser import HTMLParser

_PARAGRAPHS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre", "table", "div"),
    "hr",
}
_LINES = {"li", "br", "tr"}
_ITEM = "- "


def plain_text(html: str) -> str:
    """``html`` in paragraphs. A link has its address behind its words, in angle brackets; a picture
    its alternative text in square ones."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _PARAGRAPHS and self.out[-1:] != [_ITEM]:
            self.out.append("\n\n")
        elif tag in _LINES:
            self.out.append("\n")
        if tag == "li":
            self.out.append(_ITEM)
        elif tag in ("td", "th"):
            self.out.append(" | ")
        elif tag == "hr":
            self.out.append("* * *\n\n")
        elif tag == "img" and given.get("alt"):
            self.out.append(f"[{given['alt']}]")
        elif tag == "a":
            self.links.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.out.append("\n\n")
        elif tag == "a" and self.links and (address := self.links.pop()):
            self.out.append(f" <{address}>")

    def handle_data(self, data: str) -> None:
        # Line breaks of the source are spaces.
        self.out.append(re.sub(r"\s+", " ", data))
