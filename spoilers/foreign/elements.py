"""Elements: the tree of the HTML tags and harmless shortcodes in a source."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from spoilers.foreign import hiding
from spoilers.foreign.hiding import Surroundings
from spoilers.foreign.vocabulary import (
    BLOCKS,
    COMMENTS,
    EMBEDS,
    SHORTCODES,
    Treatment,
    element,
)

MAX_DEPTH = 80
"""How many elements may be nested in each other."""

_VALUES = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++)"""
_TAGS = rf"""
    | <(?P<close>/?)(?P<name>[a-z][a-z0-9]*+(?:[:._-][\w-]++)*+)
       (?P<attributes>(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+{_VALUES})?+|\s*+/)*+)\s*+>
    | \[(?P<end>/?)(?P<code>\*|[a-z][\w-]{{0,40}}+)
       (?P<rest>=[^\[\]<>\r\n]{{0,500}}|(?:\s[^\[\]<>]{{0,500}})?)\]
"""
_FLAGS = re.I | re.X | re.S
# Declarations such as <![if …]> are no text either, nor are tags with errors in their attributes.
_IN_HTML = re.compile(
    rf"<!--(?P<comment>.*?)(?:-->|\Z) | <[!?](?P<declaration>[^<>]*+)> {_TAGS}"
    r"| <(?P<broken_close>/?)(?P<broken_name>[a-z][\w:.-]*+)(?P<broken>[^>]*+)(?:>|\Z)",
    _FLAGS,
)
# Only the comments of an editor, on one line: others are refused elsewhere.
_IN_MARKDOWN = re.compile(
    rf"\\. | <!--(?P<comment>\s*+(?:/?wp:|{COMMENTS.pattern})(?:[^\r\n<-]|-(?!->))*+)--> {_TAGS}",
    _FLAGS,
)
_ATTRIBUTE = re.compile(rf"([^\s\"'<>/=]+)(?:\s*+=\s*+({_VALUES}))?+")
_RAW = re.compile(r"</(?:script|style|title|textarea|xmp)\s*>", re.I)
_RAW_NAMES = {"script", "style", "title", "textarea", "xmp"}
_BLOCK_COMMENT = re.compile(r"/?wp:(?P<name>[\w/-]+)")
_RULE = re.compile(r"([^{}]{0,2000}+)\{([^{}]*+)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
    *("source", "track", "wbr"),
}
_BLOCK = {
    Treatment.PREFORMATTED,
    Treatment.RULE,
    Treatment.HEADING,
    Treatment.QUOTATION,
    Treatment.LIST,
    Treatment.ITEM,
    Treatment.TABLE,
    Treatment.PARAGRAPH,
}
_CLOSES = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "tr": {"tr", "td", "th"}}
_CLOSES |= {name: {"td", "th"} for name in ("td", "th")}
_CLOSES |= {name: {"tr", "td", "th"} for name in ("tbody", "thead", "tfoot")}
_OPTIONAL = {*_CLOSES, "p", "*"}
_MEANT = {"color": "color", "font": "color", "highlight": "bgcolor", "bgcolor": "bgcolor"}
"""The attributes of HTML that the values of shortcodes are meant as, `[color=red]`."""
_SCOPES = {"ul", "ol", "dl", "menu", "dir", "table", "blockquote", "td", "th", "details", "div"}


@dataclass(slots=True)
class Tag:
    """One tag of the source. `is_code` tells a shortcode, `[b]`, from an element, `<b>`."""

    name: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)
    is_close: bool = False
    is_code: bool = False
    is_comment: bool = False
    content: tuple[int, int] | None = None
    """Where the content of an element is that holds no tags, such as `<style>`."""

    @property
    def treatment(self) -> Treatment:
        if self.is_comment:
            return Treatment.SILENT
        return SHORTCODES.get(self.name, Treatment.REMOVED) if self.is_code else element(self.name)

    @property
    def syntax(self) -> str:
        """Its name for people. It quotes no name that the source invents."""
        if self.is_comment:
            return "<!-- … -->"
        if self.is_code:
            return f"[{self.name}]"
        return f"<{self.name}>" if self.treatment is not Treatment.UNKNOWN else "<…>"


@dataclass(slots=True)
class Element:
    """An element, or a piece of text, from `start` to `end` of the source.

    A piece of text has no `tag`.
    """

    start: int
    end: int
    tag: Tag | None = None
    children: "list[Element]" = field(default_factory=list)
    is_hidden: bool = False
    is_closed: bool = False
    """Whether its own closing tag ends it."""
    has_blocks: bool = False
    """Whether a block is among its descendants."""
    holds_hidden: bool = False
    """Whether a hidden element is among its descendants."""
    style: Mapping[str, str] = field(default_factory=dict)
    inner_end: int = 0

    @property
    def treatment(self) -> Treatment:
        return self.tag.treatment if self.tag else Treatment.PLAIN

    @property
    def name(self) -> str:
        return self.tag.name if self.tag else ""

    @property
    def is_block(self) -> bool:
        return self.treatment in _BLOCK or self.name in {"body", "html"}


class TooDeep(Exception):
    """The elements of a source are nested more than `MAX_DEPTH` levels deep."""


def find_tags(source: str, *, markdown: bool) -> Iterator[Tag]:
    """The tags in `source`, in order. In `markdown` a backslash escapes them, and shortcodes are
    tags too."""
    position = 0
    pattern = _IN_MARKDOWN if markdown else _IN_HTML
    while match := pattern.search(source, position):
        position = match.end()
        if match["comment"] is not None or match.lastgroup == "declaration":
            yield Tag((match["comment"] or "").strip(), *match.span(), is_comment=True)
        elif match["name"] or match.lastgroup == "broken":
            prefix = "" if match["name"] else "broken_"
            name = match[f"{prefix}name"].lower()
            tag = Tag(name, *match.span(), is_close=bool(match[f"{prefix}close"]))
            if not tag.is_close:
                tag.attributes = _attributes(match["attributes" if match["name"] else "broken"])
                if name in _RAW_NAMES and not markdown:
                    end = _RAW.search(source, position)
                    tag.content = position, (end.start() if end else len(source))
                    position = tag.end = end.end() if end else len(source)
            yield tag
        elif match["code"] and markdown:
            yield _shortcode(match)


def _shortcode(match: re.Match[str]) -> Tag:
    name, rest = match["code"].lower(), match["rest"].strip()
    tag = Tag(name, *match.span(), is_close=bool(match["end"]), is_code=True)
    if rest.startswith("="):
        tag.attributes = {"": rest[1:].strip().strip("\"'")}
    elif "=" in rest:
        tag.attributes = _attributes(rest)
    elif rest:
        # Words, not attributes.
        tag.name = ""
    return tag


def _attributes(text: str) -> dict[str, str]:
    """The attributes in the source of a tag. The first one of a name counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        words = value[1:-1] if value[:1] in {'"', "'"} else value
        found.setdefault(name.lower(), unescape(words))
    return found


def is_harmless_comment(words: str) -> bool:
    """Whether a comment is one of an editor's own, which says nothing."""
    block = _BLOCK_COMMENT.match(words)
    if block:
        return block["name"] in BLOCKS
    return bool(COMMENTS.fullmatch(words))


def paired_codes(tags: Sequence[Tag]) -> set[str]:
    """The names of the shortcodes among `tags` that a tag closes."""
    return {tag.name for tag in tags if tag.is_code and tag.is_close}


def is_embed(tag: Tag) -> bool:
    return tag.is_code and tag.name in EMBEDS and bool(tag.attributes or tag.is_close)


class TreeBuilder:
    """Builds the tree of elements of `source` from `begin` to `end`."""

    def __init__(
        self,
        source: str,
        *,
        promoting: bool = False,
        hidden_classes: frozenset[str] = frozenset(),
    ) -> None:
        self.source = source
        self.promoting = promoting
        """Whether an element that is never closed is left out, and its content is kept."""
        self.hidden_classes = hidden_classes
        self.unclosed: list[Element] = []
        """The elements left out."""
        self.strays: list[Tag] = []
        """Closing tags that close nothing."""

    def build(self, tags: Iterable[Tag], begin: int, end: int) -> Element:
        """The root, an element without a tag. Raises `TooDeep`."""
        root = Element(begin, end)
        self._open = [root]
        self._around = [Surroundings()]
        position = begin
        for tag in tags:
            self._text(position, tag.start)
            position = tag.end
            if tag.is_close:
                self._close(tag)
            else:
                self._start(tag)
        self._text(position, end)
        while len(self._open) > 1:
            self._pop(end, end)
        return root

    def _text(self, start: int, end: int) -> None:
        if start < end:
            self._open[-1].children.append(Element(start, end))

    def _start(self, tag: Tag) -> None:
        node = Element(tag.start, tag.end, tag)
        if not tag.is_code:
            if node.is_block and tag.treatment not in {Treatment.LIST}:
                self._close_implied({"p"}, tag.start)
            if tag.name in _CLOSES:
                self._close_implied(_CLOSES[tag.name], tag.start)
        elif tag.name in {"*", "li"}:
            self._close_implied({"*", "li"}, tag.start)
        inside, one_colour = self._colours(node, tag)
        node.is_hidden = tag.treatment is Treatment.CURTAIN or one_colour or self._is_hidden(node)
        self._open[-1].children.append(node)
        is_void = tag.name in _VOID or tag.content is not None or tag.is_comment or is_embed(tag)
        if is_void:
            node.is_closed = True
            self._mark(node)
            return
        if len(self._open) > MAX_DEPTH:
            raise TooDeep
        self._open.append(node)
        self._around.append(inside)

    def _colours(self, node: Element, tag: Tag) -> tuple[Surroundings, bool]:
        attributes = tag.attributes
        if tag.is_code and "" in attributes:
            meant = {"": _MEANT.get(tag.name, ""), **dict.fromkeys(("color", "bgcolor", "style"))}
            attributes = {meant.get(name) or name: value for name, value in attributes.items()}
            if tag.name == "size":
                attributes["style"] = f"font-size:{attributes['']}"
        node.style = hiding.declarations(attributes["style"]) if attributes.get("style") else {}
        return hiding.colours(attributes, node.style, self._around[-1])

    def _is_hidden(self, node: Element) -> bool:
        attributes = node.tag.attributes if node.tag else {}
        if not attributes:
            return False
        if node.tag and node.tag.is_code and node.tag.name == "size":
            size = attributes.get("", "")
            return hiding.is_zero(size) or (
                not size.isdigit() and hiding.hidden_by_style(node.style)
            )
        classes = set(attributes.get("class", "").split())
        return (
            hiding.hidden_by_style(node.style)
            or hiding.hidden_by_names(attributes)
            or not self.hidden_classes.isdisjoint(classes)
        )

    def _close(self, tag: Tag) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            other = self._open[depth].tag
            if other and other.name == tag.name and other.is_code == tag.is_code:
                while len(self._open) > depth + 1:
                    self._pop(tag.start, tag.start, implied=True)
                self._open[-1].is_closed = True
                self._pop(tag.start, tag.end)
                return
        if tag.name == "br":
            self._open[-1].children.append(Element(tag.start, tag.end, tag, is_closed=True))
        else:
            self.strays.append(tag)

    def _close_implied(self, names: set[str], position: int) -> None:
        """Close the open elements with one of `names` that a new element ends."""
        scopes = _SCOPES - names
        outermost = 0
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name in scopes:
                break
            if self._open[depth].name in names:
                outermost = depth
        while outermost and len(self._open) > outermost:
            self._pop(position, position, implied=True)

    def _pop(self, inner_end: int, end: int, *, implied: bool = False) -> None:
        node = self._open.pop()
        # HTML lets these end without a tag of their own. Nobody means to hide nothing.
        is_empty = node.is_hidden and not any(map(self._has_text, node.children))
        node.is_closed |= implied and node.name in _OPTIONAL and not is_empty
        self._around.pop()
        node.inner_end, node.end = inner_end, end
        parent = self._open[-1]
        if self.promoting and not node.is_closed:
            self.unclosed.append(node)
            parent.children.pop()
            parent.children += node.children
            parent.has_blocks |= node.has_blocks
            parent.holds_hidden |= node.holds_hidden
        else:
            self._mark(node)

    def _has_text(self, node: Element) -> bool:
        return bool(node.tag or self.source[node.start : node.end].strip())

    def _mark(self, node: Element) -> None:
        """Let the element around `node` know what is in it."""
        self._open[-1].has_blocks |= node.is_block or node.has_blocks
        self._open[-1].holds_hidden |= node.is_hidden or node.holds_hidden


def hidden_classes(source: str, tags: Iterable[Tag]) -> frozenset[str]:
    """The classes that the `<style>` elements among `tags` hide."""
    found: set[str] = set()
    for tag in tags:
        if tag.name == "style" and tag.content:
            for selector, body in _RULE.findall(source[slice(*tag.content)]):
                style = hiding.declarations(body)
                if hiding.hidden_by_style(style) or hiding.colours({}, style, Surroundings())[1]:
                    found.update(_CLASS.findall(selector))
    return frozenset(found)
