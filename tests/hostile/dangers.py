"""Finds what a page would run, load or post because a text was taken for markup."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

ELEMENTS = {
    *("html", "head", "title", "meta", "link", "script", "body", "header", "main", "footer", "nav"),
    *("section", "article", "aside", "div", "span", "p", "br", "hr", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "a", "em", "strong", "b", "i", "s", "sup", "sub", "small", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody"),
    *(
        "tfoot",
        "tr",
        "th",
        "td",
        "img",
        "picture",
        "source",
        "figure",
        "figcaption",
        "time",
        "data",
    ),
    *("details", "summary", "form", "fieldset", "legend", "label", "input", "select", "option"),
    *("optgroup", "textarea", "button", "output", "datalist", "dialog", "template", "noscript"),
    *("cite", "q", "abbr", "address", "mark", "del", "ins", "wbr", "search", "menu", "kbd", "samp"),
    *("svg", "path", "g", "circle", "rect", "line", "use", "symbol", "defs", "meter", "progress"),
    *(
        "curtain-slot",
        "spoiler-curtain",
        "picture-field",
        "markdown-editor",
        "markdown-toolbar",
        "iframe",
        "bdi",
        "bdo",
        "var",
        "u",
        "ruby",
        "rt",
        "polyline",
        "polygon",
        "ellipse",
    ),
}
"""What the site's templates and the admin of Django use."""

_ADDRESSES = {
    *("href", "src", "action", "formaction", "data", "poster", "background", "cite", "xlink:href"),
    *("srcset", "ping", "manifest", "longdesc", "icon", "dynsrc", "lowsrc", "codebase", "profile"),
}
_SCRIPTS = ("/static/", "/admin/jsi18n/")
_LOCAL = {"", "http", "https", "mailto", "otpauth"}
_OURS = {
    "form": ("action",),
    "button": ("formaction",),
    "img": ("src",),
    "link": ("href",),
    "iframe": ("src",),
}
"""Attributes with addresses of the site itself."""
_NEVER = {"style", "srcdoc", "http-equiv", "is"}


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.json: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name in _NEVER:
                self.found.append(f"<{tag} {name}={value[:60]!r}>")
            if name in _ADDRESSES and _scheme(value) not in _LOCAL:
                self.found.append(f"<{tag} {name}={value[:60]!r}>")
        if tag == "script":
            self._script(given)
        for name in _OURS.get(tag, ()):
            if not _is_ours(given.get(name, "")):
                self.found.append(f"<{tag} {name}={given[name][:60]!r}>")

    def _script(self, given: dict[str, str]) -> None:
        kind, src = given.get("type", ""), given.get("src")
        if kind in ("application/ld+json", "application/json", "speculationrules"):
            self.json = []
        elif src is None or not src.startswith(_SCRIPTS):
            self.found.append(f"<script {given}>")

    def handle_data(self, data: str) -> None:
        if self.json is not None:
            self.json.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.json is not None:
            try:
                json.loads("".join(self.json))
            except ValueError as error:
                self.found.append(f"JSON-LD: {error}")
            self.json = None


def _is_ours(address: str) -> bool:
    return urlsplit(address).netloc in ("", urlsplit(settings.SITE_URL).netloc)


def _scheme(address: str) -> str:
    """The scheme as browsers read it: they leave out control characters and spaces before it, and
    line ends and tabs in it."""
    clean = re.sub(r"[\t\r\n]", "", re.sub(r"\A[\x00-\x20]+", "", address))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", clean)
    return found[1].lower() if found else ""


def dangers(html: str) -> list[str]:
    """What ``html`` has that the site's own templates do not have."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found
