"""The tags of HTML and of harmless shortcodes, found by their characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from spoilers.foreign.vocabulary import BLOCKS, COMMENTS, EMBEDS, SHORTCODES, Treatment, element

# Other quotation marks are not those of HTML, and their value may go on after a space.
_VALUES = r"""(?:"[^"]*+"|'[^']*+'|(?![“”„‟‘’″]|&(?:quot|\#\d))[^\s"'=<>`]++)"""
_TAGS = rf"""
    | <(?P<close>/?)(?P<name>[a-z][a-z0-9]*+(?>(?:[:._-][\w-]++)*))
       (?P<attributes>(?>(?:\s++[^\s"'<>/=]++(?>(?:\s*+=\s*+{_VALUES})?)|\s*+/)*))\s*+>
    | \[(?P<end>/?)(?P<code>\*|[a-z][\w-]{{0,40}}+)
       (?P<rest>=[^\[\]<>\r\n]{{0,500}}|(?:\s[^\[\]<>]{{0,500}})?)\]
"""
_FLAGS = re.I | re.X | re.S
# Declarations such as <![if …]> are no text either, nor are tags with errors in their attributes.
# As in browsers, they end with the next ">".
_IN_HTML = re.compile(
    rf"<!--(?P<comment>.*?)(?:-->|\Z) | <[!?](?P<declaration>[^>]*+)(?:>|\Z) {_TAGS}"
    r"| <(?P<broken_close>/?)(?P<broken_name>[a-z][\w:.-]*+)(?P<broken>[^>]*+)(?:>|\Z)",
    _FLAGS,
)
# Only the comments of an editor, on one line: others are refused elsewhere.
_IN_MARKDOWN = re.compile(
    rf"\\. | <!--(?P<comment>\s*+(?:/?wp:|{COMMENTS.pattern})(?>(?:[^\r\n<-]|-(?!->))*))-->"
    rf" {_TAGS}",
    _FLAGS,
)
_ATTRIBUTE = re.compile(rf"([^\s\"'<>/=]+)(?>(?:\s*+=\s*+({_VALUES}))?)")
_QUOTES = "\"'“”„‟‘’″"
# In a tag with errors, such as a quotation mark that is missing or typographic.
_MEANT_ATTRIBUTE = re.compile(rf"([^\s\"'<>/=]++)(?:\s*+=\s*+(?>[{_QUOTES}]*+)([^{_QUOTES}<>]*+))?")
_RAW = re.compile(r"</(?:script|style|title|textarea|xmp)\s*>", re.I)
_RAW_NAMES = {"script", "style", "title", "textarea", "xmp"}
_BLOCK_COMMENT = re.compile(r"/?wp:(?P<name>[\w/-]+)")


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
                if match["name"]:
                    tag.attributes = _attributes(match["attributes"])
                else:
                    tag.attributes = _meant_attributes(match["broken"])
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


def _meant_attributes(text: str) -> dict[str, str]:
    """The attributes that the author of a tag with errors seems to have meant. One that hides the
    element must not be lost, because the text in it would become public."""
    found: dict[str, str] = {}
    for name, value in _MEANT_ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(value).strip(f"{_QUOTES} "))
    return found | {name: value for name, value in _attributes(text).items() if value}


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
