"""Elements: the tree of the HTML tags and harmless shortcodes in a source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spoilers.foreign import css_tricks, hiding
from spoilers.foreign.hiding import Surroundings
from spoilers.foreign.style_rules import NO_RULES, HidingRules
from spoilers.foreign.tags import Tag, is_embed
from spoilers.foreign.vocabulary import Treatment

MAX_DEPTH = 80
"""How many elements may be nested in each other."""

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
    treatment: Treatment = Treatment.PLAIN
    name: str = ""
    is_block: bool = False

    def __post_init__(self) -> None:
        if self.tag:
            self.treatment, self.name = self.tag.treatment, self.tag.name
            self.is_block = self.treatment in _BLOCK or self.name in {"body", "html"}


class TooDeep(Exception):
    """The elements of a source are nested more than `MAX_DEPTH` levels deep."""


class TreeBuilder:
    """Builds the tree of elements of `source` from `begin` to `end`."""

    def __init__(
        self,
        source: str,
        *,
        promoting: bool = False,
        rules: HidingRules = NO_RULES,
    ) -> None:
        self.source = source
        self.promoting = promoting
        """Whether an element that is never closed is left out, and its content is kept."""
        self.rules = rules
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
            elif tag.name == "font":
                attributes["style"] = f"font-family:{tag.attributes['']}"
        node.style = css_tricks.declarations(attributes["style"]) if attributes.get("style") else {}
        return hiding.colours(attributes, node.style, self._around[-1])

    def _is_hidden(self, node: Element) -> bool:
        attributes = node.tag.attributes if node.tag else {}
        if node.tag and not node.tag.is_code and self.rules.hide(node.name, attributes):
            return True
        if not attributes:
            return False
        if node.tag and node.tag.is_code and node.tag.name == "size":
            size = attributes.get("", "")
            return css_tricks.is_zero(size) or (
                not size.isdigit() and css_tricks.hidden_by_style(node.style)
            )
        return css_tricks.hidden_by_style(node.style) or hiding.hidden_by_names(attributes)

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
