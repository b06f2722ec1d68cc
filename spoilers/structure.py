"""The top-level blocks of a document's body, for who divides it into sections."""

from dataclasses import dataclass

from markdown_it.token import Token

from spoilers.fences import Exhausted
from spoilers.parser import build_block_tree, markup
from spoilers.problems import Problem, ProblemCode

_UNCLOSED = ProblemCode.UNCLOSED_BLOCK

MAX_MARKUP = 60_000
"""As for one field, but of a whole document, of which only the blocks are parsed."""


class Unworkable(ValueError):
    """A document that holds more markup than can be worked through; `problem` says so."""

    def __init__(self) -> None:
        self.problem = Problem.of(ProblemCode.TOO_DENSE)
        super().__init__(self.problem.message)


@dataclass(frozen=True)
class Block:
    """One top-level block.

    `lines` are indexes, from 0, of the document's lines (line feed, carriage return or both end
    one), without the empty lines after the block. Definitions of footnotes and links are none.
    """

    kind: str
    """heading, paragraph, bullet_list, ordered_list, blockquote, table, fence, code_block, hr or
    curtain."""
    lines: range
    level: int = 0
    """Of a heading, 1 to 6."""
    setext: bool = False
    """Of a heading: whether it is underlined rather than marked with #."""
    items: tuple[range, ...] = ()
    """Of a list: the lines of each item."""
    never_closes: bool = False
    """Of a curtain: whether it, or a curtain inside it, is not closed."""


def blocks(markdown: str) -> tuple[Block, ...]:
    """The top-level blocks of `markdown`, in order, whatever is wrong with its curtains.

    What stands inside a quotation, a list, code or a curtain is part of that block: a heading
    behind `::: spoiler` divides nothing. Raises `Unworkable`.
    """
    if markup(markdown) > MAX_MARKUP:
        raise Unworkable
    try:
        text, tree = build_block_tree(markdown)
    except Exhausted as error:
        raise Unworkable from error
    empty = [not line.strip(" \t") for line in text.split("\n")]
    found: list[Block] = []
    items: list[range] = []
    unclosed = {each.line - 1 for each in tree.problems.found if each.code is _UNCLOSED}
    for token in tree.body.tokens:
        if token.type == "list_item_open" and token.level == 1:
            items.append(_lines(token, empty))
        elif token.level == 0 and token.nesting >= 0:
            items = []
            found.append(_block(token, empty, unclosed))
        elif token.level == 0 and items:
            found[-1] = Block(found[-1].kind, found[-1].lines, items=tuple(items))
    return tuple(found)


def _block(token: Token, empty: list[bool], unclosed: set[int]) -> Block:
    kind = token.type.removesuffix("_open")
    lines = _lines(token, empty)
    if kind == "curtain":
        return Block(kind, lines, never_closes=not unclosed.isdisjoint(lines))
    if kind != "heading":
        return Block(kind, lines)
    return Block(kind, lines, level=int(token.tag[1]), setext=token.markup in {"-", "="})


def _lines(token: Token, empty: list[bool]) -> range:
    start, stop = token.map or (0, 0)
    while stop > start and (stop > len(empty) or empty[stop - 1]):
        stop -= 1
    return range(start, stop)
