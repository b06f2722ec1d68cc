"""What `||` means in the rows of a table: two bars around an empty cell, or a spoiler's edge."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from spoilers.fences import Exhausted
from spoilers.foreign.atoms import Atom, AtomRole
from spoilers.parser import build_block_tree
from spoilers.syntax_tree import Body

_PREFIX = re.compile(r"[ \t>]*")


class Bars(Enum):
    """How the bars of one row are to be read."""

    CELLS = auto()
    SPOILERS = auto()
    UNCLEAR = auto()


def table_rows(markdown: str) -> dict[int, int]:
    """For each row of a table, by its line from 0, how many columns the table has.

    A heading row that `||` would give too many cells makes no table: there it is a spoiler.
    """
    try:
        _, tree = build_block_tree(markdown)
    except Exhausted:
        return {}
    return dict(_rows(tree.body))


def _rows(body: Body) -> Iterator[tuple[int, int]]:
    columns = 0
    for token in body.tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "curtain":
            yield from _rows(_hidden(token))
        elif token.type == "tr_open" and token.map:
            # Of the heading row the columns are not known yet: they are what its bars make them.
            yield token.map[0], columns
    for definition in body.definitions.values():
        yield from _rows(definition.body)


def _hidden(token: Token) -> Body:
    hidden: Body = token.meta["curtain"].hidden
    return hidden


def bars_in(line: str, begin: int, row: Sequence[Atom], columns: int) -> Bars:
    """How to read the `||` in `row`, those of one `line` that begins at `begin` of the source.

    `columns` are the table's, 0 in its heading.
    """
    cells = _cells(line)
    pieces = _between(line, begin, row)
    blank = not any(map(str.strip, pieces[1:-1]))
    if not columns or cells == columns or (cells < columns and blank):
        return Bars.CELLS
    known = all(atom.role is AtomRole.TOGGLE for atom in row) and len(row) % 2 == 0
    alike = _cells("x".join(pieces)) == columns
    return Bars.SPOILERS if known and alike else Bars.UNCLEAR


def _between(line: str, begin: int, row: Sequence[Atom]) -> list[str]:
    """What stands before the first of `row`, between them, and after the last."""
    edges = [0, *(at - begin for atom in row for at in (atom.start, atom.end)), len(line)]
    return [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _cells(line: str) -> int:
    """How many cells Markdown finds in a row."""
    cells = escapedSplit(_PREFIX.sub("", line, count=1).strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
