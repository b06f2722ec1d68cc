"""HTML of one region of a text."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext
from markdown_it.token import Token

from spoilers.figures import FigureRenderer, caption_of, figure, pictures_alone, row
from spoilers.regions import Region
from spoilers.slots import slot
from spoilers.syntax_tree import Definition
from spoilers.text_output import inline_text

ImageRenderer = Callable[[str, str, str], str]
"""The HTML of an image from its source, its alternative text and its title."""

_EXTERNAL = ("http:", "https:", "//")
_DIVIDERS = {"curtain", "note", "link_open", "link_close"}
_WITH_BREAK = {"ul", "ol", "blockquote", "thead", "tbody", "tr"}


def plain_image(src: str, alt: str, title: str) -> str:
    named = f' title="{escape(title)}"' if title else ""
    return f'<img src="{escape(src)}" alt="{escape(alt)}"{named} loading="lazy">'


def captioned(image: ImageRenderer) -> FigureRenderer:
    """Renders figures of what ``image`` renders, without credits."""
    return lambda src, alt, caption, _count: figure(image(src, alt, ""), caption)


class RegionRenderer:
    """Renders `region` of the text with the key `key`. A curtain in it becomes a slot."""

    def __init__(
        self,
        region: Region,
        key: str,
        image: ImageRenderer,
        figure: FigureRenderer,
        min_heading: int,
    ) -> None:
        self.region = region
        self.key = key
        self.image = image
        self.figure = figure
        self.min_heading = min_heading
        self._slots = 0
        self._cited: Counter[Definition] = Counter()

    def render(self) -> str:
        """The HTML of the region and of the footnotes that are listed in it."""
        region, listed = self.region, self.region.footnotes.listed
        body = (self._inline_only if region.is_inline else self._blocks)(region.tokens)
        html = body + (self._footnotes() if listed else "")
        if self._slots != len(region.inner):
            raise AssertionError("the slots do not fit the curtains of the region")
        return html

    def _footnotes(self) -> str:
        notes = "".join(map(self._footnote, self.region.footnotes.listed))
        heading = escape(gettext("Footnotes"))
        label = f'role="doc-endnotes" aria-label="{heading}"'
        if self.region.is_inline:
            return f' <span class="footnotes" {label}>{notes}</span>'
        return f'<section class="footnotes" {label}>\n<ol>\n{notes}</ol>\n</section>\n'

    def _blocks(self, tokens: Iterable[Token]) -> str:
        tokens = list(tokens)
        parts: list[str] = []
        index = 0
        while index < len(tokens):
            pictures = pictures_alone(tokens[index : index + 3]) if self.region.link is None else []
            parts.append(self._row(pictures) if pictures else self._block(tokens[index]))
            index += 3 if pictures else 1
        return "".join(parts)

    def _row(self, pictures: list[Token]) -> str:
        return row(
            [
                self.figure(
                    str(image.attrs["src"]),
                    inline_text(image.children or ()),
                    caption_of(image),
                    len(pictures),
                )
                for image in pictures
            ]
        )

    def _block(self, token: Token) -> str:
        match token.type:
            case "inline":
                return self._inline(token.children or ())
            case "curtain":
                return self._slot() + "\n"
            case "fence" | "code_block":
                language = token.info.split(maxsplit=1)[:1]
                named = f' class="language-{escape(language[0])}"' if language else ""
                return f"<pre><code{named}>{escape(token.content)}</code></pre>\n"
            case "hr":
                return "<hr>\n"
            case "table_open":
                # A table that is too wide scrolls, by keyboard too; the page does not.
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

    def _inline_only(self, tokens: Iterable[Token]) -> str:
        parts = []
        for token in tokens:
            if token.type == "inline":
                parts.append(self._inline(token.children or ()))
            elif token.type == "curtain":
                parts.append(self._slot())
            elif token.content:
                parts.append(f"<code>{escape(token.content.strip())}</code>")
        return "<br>\n".join(parts)

    def _inline(self, tokens: Sequence[Token]) -> str:
        """Inline HTML. Curtains, citations and other links divide a link: each run between them
        gets an `<a>` of its own, and an empty run gets none."""
        parts: list[str] = []
        divided = _divided(tokens)
        link, anchored = self.region.link, False
        for index, token in enumerate(tokens):
            divides = index in divided or token.type in _DIVIDERS
            if anchored and divides:
                parts.append("</a>")
                anchored = False
            elif link is not None and not anchored and not divides and not _blank(token):
                parts.append(_anchor(link))
                anchored = True
            if token.type in {"link_open", "link_close"}:
                link = token.attrs if token.nesting > 0 else self.region.link
            else:
                parts.append(self._inline_token(token))
        if anchored:
            parts.append("</a>")
        return "".join(parts)

    def _inline_token(self, token: Token) -> str:
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
                return self._slot()
            case "note":
                return self._citation(token.meta["definition"])
        if token.nesting:
            return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
        return escape(token.content)

    def _slot(self) -> str:
        self._slots += 1
        return slot(f"{self.key}{self.region.suffix}-{self._slots}")

    def _citation(self, definition: Definition) -> str:
        notes = self.region.footnotes.listing(definition)
        assert notes, "what a region cites is listed in it or around it"
        back = ""
        if notes is self.region.footnotes:
            self._cited[definition] += 1
            back = f' id="{notes.back_anchor(self.key, definition, self._cited[definition])}"'
        anchor = f'<a href="#{notes.anchor(self.key, definition)}"{back} role="doc-noteref">'
        return f'<sup class="footnote-ref">{anchor}{notes.number(definition)}</a></sup>'

    def _footnote(self, definition: Definition) -> str:
        notes = self.region.footnotes
        text = escape(gettext("Back to the text"))
        backs = "".join(
            f' <a href="#{notes.back_anchor(self.key, definition, citation)}" '
            f'class="footnote-backref" role="doc-backlink" aria-label="{text}">↩\ufe0e</a>'
            for citation in range(1, notes.citations[definition] + 1)
        )
        anchor = f'id="{notes.anchor(self.key, definition)}" class="footnote-item"'
        if self.region.is_inline:
            html = self._inline_only(definition.body.tokens)
            return f"<span {anchor}><sup>{notes.number(definition)}</sup> {html}{backs}</span> "
        html = self._blocks(definition.body.tokens)
        last = "</p>\n" if html.endswith("</p>\n") else ""
        return f"<li {anchor}>{html.removesuffix(last)}{backs}{last}</li>\n"


def _divided(tokens: Sequence[Token]) -> set[int]:
    """The indexes of the tags that contain something which divides a link."""
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
    """An attribute of a block token: the start of an ordered list, or the alignment of a cell. An
    alignment becomes a class because the content security policy allows no inline style."""
    name, value = item
    if name == "style":
        return f' class="align-{value.rpartition(":")[2]}"'
    return f' {name}="{escape(value)}"'
