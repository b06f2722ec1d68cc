"""The top-level blocks of a Markdown text, for dividing a document into sections."""

from dataclasses import dataclass

from markdown_it.token import Token

from spoilers.fences import Exhausted
from spoilers.parser import build_block_tree, markup
from spoilers.problems import Problem, ProblemCode

MAX_MARKUP = 60_000
"""Like `parser.MAX_MARKUP`, for a whole document, of which only the blocks are parsed."""


class Unworkable(ValueError):
    """The document cannot be parsed or divided; `problem` says why: it has too much markup, unless
    another code is given."""

    def __init__(self, code: ProblemCode = ProblemCode.TOO_DENSE) -> None:
        self.problem = Problem.of(code)
        super().__init__(self.problem.message)


@dataclass(frozen=True)
class Block:
    """One top-level block.

    `lines` are indexes from 0 of lines of the text, which end with a line feed, a carriage return
    or both. Empty lines after the block are not included. Definitions of footnotes and links are
    no blocks.
    """

    kind: str
    """heading, paragraph, bullet_list, ordered_list, blockquote, table, fence, code_block, hr or
    curtain."""
    lines: range
    level: int = 0
    """For a heading: 1 to 6."""
    setext: bool = False
    """For a heading: whether it is underlined, not marked with #."""
    items: tuple[range, ...] = ()
    """For a list: the lines of each item."""
    never_closes: bool = False
    """For a curtain: whether it, or a curtain inside it, is not closed."""


def blocks(markdown: str) -> tuple[Block, ...]:
    """The top-level blocks of `markdown`, in order. Problems of its curtains are ignored.

    What is inside a quotation, a list, code or a curtain belongs to that block: a heading inside a
    curtain is no block of its own. Raises `Unworkable`.
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
    unclosed = {
        problem.line - 1
        for problem in tree.problems.found
        if problem.code is ProblemCode.UNCLOSED_BLOCK
    }
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
