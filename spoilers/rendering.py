"""Tokens as HTML, one place at a time: the public text, then what each curtain hides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext
from markdown_it.token import Token

from spoilers.bodies import Definition, Veil
from spoilers.footnotes import Notes
from spoilers.reading import inline_text
from spoilers.slots import slot

Image = Callable[[str, str, str], str]
Link = Mapping[str, Any] | None

_EXTERNAL = ("http:", "https:", "//")
_DIVIDERS = {"curtain", "note", "link_open", "link_close"}
_WITH_BREAK = {"ul", "ol", "blockquote", "thead", "tbody", "tr"}


def plain_image(src: str, alt: str, title: str) -> str:
    named = f' title="{escape(title)}"' if title else ""
    return f'<img src="{escape(src)}" alt="{escape(alt)}"{named} loading="lazy">'


@dataclass
class Place:
    """Where text is drawn. `flat`: inside a paragraph, so only inline HTML may stand in it."""

    key: str
    notes: Notes
    image: Image
    min_heading: int
    flat: bool = False
    link: Link = None
    """The link around the curtain that is drawn, if it hangs in one's text."""
    curtains: list[tuple[Veil, Link]] = field(default_factory=list)
    """The curtains that hang here, each with the link around it, in the order of their slots."""

    def draw(self, tokens: Iterable[Token]) -> str:
        """The HTML of a body and of the footnotes that it cites."""
        body = self._flat(tokens) if self.flat else self._blocks(tokens)
        if not self.notes.listed:
            return body
        notes = "".join(map(self._note, self.notes.listed))
        heading = escape(gettext("Footnotes"))
        label = f'role="doc-endnotes" aria-label="{heading}"'
        if self.flat:
            return f'{body} <span class="footnotes" {label}>{notes}</span>'
        return f'{body}<section class="footnotes" {label}>\n<ol>\n{notes}</ol>\n</section>\n'

    def _blocks(self, tokens: Iterable[Token]) -> str:
        return "".join(map(self._block, tokens))

    def _block(self, token: Token) -> str:
        match token.type:
            case "inline":
                return self._inline(token.children or ())
            case "curtain":
                return self._slot(token, None) + "\n"
            case "fence" | "code_block":
                language = token.info.split(maxsplit=1)[:1]
                named = f' class="language-{escape(language[0])}"' if language else ""
                return f"<pre><code{named}>{escape(token.content)}</code></pre>\n"
            case "hr":
                return "<hr>\n"
            case "table_open":
                # A table that is too wide scrolls by itself, by keyboard too, and not the page.
                label = escape(gettext("Table"))
                scroll = f'class="table-scroll" role="region" tabindex="0" aria-label="{label}"'
                return f"<div {scroll}>\n<table>\n"
            case "table_close":
                return "</table>\n</div>\n"
            case "paragraph_open" if token.hidden:
                return ""
            case "paragraph_close" if token.hidden:
                return "\n"
        return self._tag(token)

    def _tag(self, token: Token) -> str:
        tag = token.tag
        if token.type.startswith("heading"):
            tag = f"h{max(int(tag[1]), self.min_heading)}"
        if token.nesting < 0:
            return f"</{tag}>\n"
        attributes = "".join(map(_attribute, token.attrs.items()))
        return f"<{tag}{attributes}>" + ("\n" if tag in _WITH_BREAK else "")

    def _flat(self, tokens: Iterable[Token]) -> str:
        parts = []
        for token in tokens:
            if token.type == "inline":
                parts.append(self._inline(token.children or ()))
            elif token.type == "curtain":
                parts.append(self._slot(token, self.link))
            elif token.content:
                parts.append(f"<code>{escape(token.content.strip())}</code>")
        return "<br>\n".join(parts)

    def _inline(self, tokens: Sequence[Token]) -> str:
        """Inline HTML. A link's anchor is drawn around each run of it that a curtain, a citation or
        another link does not divide, and never around nothing."""
        parts: list[str] = []
        divided = _divided(tokens)
        link, anchored = self.link, False
        for index, token in enumerate(tokens):
            divides = index in divided or token.type in _DIVIDERS
            if anchored and divides:
                parts.append("</a>")
                anchored = False
            elif link is not None and not anchored and not divides and not _blank(token):
                parts.append(_anchor(link))
                anchored = True
            if token.type in {"link_open", "link_close"}:
                link = token.attrs if token.nesting > 0 else self.link
            else:
                parts.append(self._piece(token, link))
        if anchored:
            parts.append("</a>")
        return "".join(parts)

    def _piece(self, token: Token, link: Link) -> str:
        match token.type:
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>\n"
            case "code_inline":
                return f"<code>{escape(token.content)}</code>"
            case "image":
                alt, title = inline_text(token.children or ()), str(token.attrs.get("title", ""))
                return self.image(str(token.attrs["src"]), alt, title)
            case "curtain":
                return self._slot(token, link)
            case "note":
                return self._citation(token.meta["definition"])
        if token.nesting:
            return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
        return escape(token.content)

    def _slot(self, token: Token, link: Link) -> str:
        self.curtains.append((token.meta["veil"], link))
        return slot(f"{self.key}-{len(self.curtains)}")

    def _citation(self, definition: Definition) -> str:
        home = self.notes.home(definition)
        assert home, "a place lists what it cites"
        back = f' id="{home.next_back_anchor(definition)}"' if home is self.notes else ""
        anchor = f'<a href="#{home.anchor(definition)}"{back} role="doc-noteref">'
        return f'<sup class="footnote-ref">{anchor}{home.number(definition)}</a></sup>'

    def _note(self, definition: Definition) -> str:
        text = escape(gettext("Back to the text"))
        backs = "".join(
            f' <a href="#{anchor}" class="footnote-backref" role="doc-backlink" '
            f'aria-label="{text}">↩\ufe0e</a>'
            for anchor in self.notes.back_anchors(definition)
        )
        anchor = f'id="{self.notes.anchor(definition)}" class="footnote-item"'
        if self.flat:
            number = self.notes.number(definition)
            html = self._flat(definition.body.tokens)
            return f"<span {anchor}><sup>{number}</sup> {html}{backs}</span> "
        html = self._blocks(definition.body.tokens)
        last = "</p>\n" if html.endswith("</p>\n") else ""
        return f"<li {anchor}>{html.removesuffix(last)}{backs}{last}</li>\n"


def _divided(tokens: Sequence[Token]) -> set[int]:
    """The indexes of the tags that have something in them which divides a link."""
    divided: set[int] = set()
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.type in _DIVIDERS:
            around = len(opened)
            while around and opened[around - 1] not in divided:
                around -= 1
                divided.add(opened[around])
        elif token.nesting > 0:
            opened.append(index)
        elif token.nesting < 0 and opened.pop() in divided:
            divided.add(index)
    return divided


def _blank(token: Token) -> bool:
    return token.type in {"softbreak", "hardbreak"} or (
        token.type == "text" and not token.content.strip()
    )


def _anchor(link: Mapping[str, Any]) -> str:
    title = f' title="{escape(link["title"])}"' if "title" in link else ""
    external = ' rel="noopener"' if str(link["href"]).lower().startswith(_EXTERNAL) else ""
    return f'<a href="{escape(link["href"])}"{title}{external}>'


def _attribute(item: tuple[str, Any]) -> str:
    """A block token's attribute: the start of an ordered list, or a cell's alignment, as a class
    because the site's policy allows no inline style."""
    name, value = item
    if name == "style":
        return f' class="align-{value.rpartition(":")[2]}"'
    return f' {name}="{escape(value)}"'
