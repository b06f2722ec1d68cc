"""The regions of a text: the public text, and what each curtain hides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from spoilers.footnotes import Footnotes
from spoilers.inline import MAX_DEPTH
from spoilers.marks import SENTINEL
from spoilers.problems import ProblemCode
from spoilers.syntax_tree import ParsedCurtain, SyntaxTree

MAX_COPIED = 100_000
"""Characters of footnotes in the lists of all curtains of one text: a footnote that is cited behind
many curtains is in the list of each."""

Link = Mapping[str, Any] | None
"""The attributes of a link, or None for no link."""


@dataclass(eq=False)
class Region:
    """The public text, or what one curtain hides, with the footnotes that are listed there."""

    tokens: list[Token]
    footnotes: Footnotes
    curtain: ParsedCurtain | None = None
    """The curtain that hides the region, None for the public text."""
    is_inline: bool = False
    """Whether the region is inside a paragraph, so that it can only hold inline HTML."""
    link: Link = None
    """The link in whose text the curtain is."""
    inner: "list[Region]" = field(default_factory=list)
    """The regions behind the curtains in this one, in the order of their slots in the HTML."""
    images: list[Token] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        """What the key of the region adds to the key of the whole text: "", "-1", "-1-2"."""
        return self.footnotes.suffix

    def bodies(self) -> Iterator[list[Token]]:
        """The tokens of the region itself, then of each footnote listed in it."""
        yield self.tokens
        for definition in self.footnotes.listed:
            yield definition.body.tokens

    def with_inner(self) -> "Iterator[Region]":
        """This region and all regions inside it, each before its inner ones."""
        yield self
        for region in self.inner:
            yield from region.with_inner()


class TooManyRegions(Exception):
    """Footnotes that are cited behind curtains make regions too deep, or repeat too much text."""

    def __init__(self, line: int, code: ProblemCode) -> None:
        super().__init__(code.name)
        self.line = line
        self.code = code


def divide(tree: SyntaxTree) -> Region:
    """The public region of `tree`, which has no problem that `must_hide_all`. Raises
    `TooManyRegions`, and `AssertionError` if a part of a spoiler mark is among the tokens."""
    tokens = tree.body.tokens
    public = Region(tokens, Footnotes("", None, tokens))
    _Division().fill(public, 1)
    return public


class _Division:
    def __init__(self) -> None:
        self._copied = 0

    def fill(self, region: Region, depth: int) -> None:
        """Find the images of `region` and its inner regions, which are at nesting level `depth`."""
        found = [each for tokens in region.bodies() for each in _curtains(region, tokens)]
        for position, (curtain, link) in enumerate(found, start=1):
            if depth > MAX_DEPTH:
                raise TooManyRegions(curtain.line, ProblemCode.TOO_DEEP)
            tokens = curtain.hidden.tokens
            notes = Footnotes(f"{region.suffix}-{position}", region.footnotes, tokens)
            self._copied += sum(definition.size for definition in notes.listed)
            if self._copied > MAX_COPIED:
                raise TooManyRegions(curtain.line, ProblemCode.TOO_MANY_COPIES)
            is_inline = region.is_inline or curtain.kind == "inline"
            inner = Region(tokens, notes, curtain, is_inline, link)
            region.inner.append(inner)
            self.fill(inner, depth + 1)


def _curtains(region: Region, tokens: Iterable[Token]) -> Iterator[tuple[ParsedCurtain, Link]]:
    """The curtains in `tokens`, which belong to `region`, each with the link around it. Collects
    the images on the way."""
    outer = region.link if region.is_inline else None
    for token in tokens:
        if token.type == "curtain":
            yield token.meta["curtain"], outer
        elif token.type == "inline":
            link = region.link
            for child in token.children or ():
                _refuse_sentinels(child)
                if child.type == "curtain":
                    yield child.meta["curtain"], link
                elif child.type == "image":
                    region.images.append(child)
                elif child.type == "link_open":
                    link = child.attrs
                elif child.type == "link_close":
                    link = region.link
        else:
            _refuse_sentinels(token)


def _refuse_sentinels(token: Token) -> None:
    values = map(str, token.attrs.values()) if token.attrs else ()
    if (token.content and SENTINEL.search(token.content)) or any(map(SENTINEL.search, values)):
        raise AssertionError("a part of a spoiler mark was taken for text")
