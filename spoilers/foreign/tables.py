"""The meaning of `||` in the rows of a table: the bars of an empty cell, or a spoiler mark."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from spoilers.fences import Exhausted
from spoilers.foreign.atom_types import Atom, AtomRole
from spoilers.parser import build_block_tree
from spoilers.syntax_tree import Body

_PREFIX = re.compile(r"[ \t>]*")


class Bars(Enum):
    """The meaning of the bars of one row."""

    CELLS = auto()
    SPOILERS = auto()
    UNCLEAR = auto()


def table_rows(markdown: str) -> dict[int, int]:
    """For each row of a table, by its line from 0, the number of columns of the table; 0 for the
    heading row.

    If `||` gives the heading row too many cells, there is no table, and `||` is a spoiler mark.
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
            # The bars of the heading row decide how many columns there are.
            yield token.map[0], columns
    for definition in body.definitions.values():
        yield from _rows(definition.body)


def _hidden(token: Token) -> Body:
    hidden: Body = token.meta["curtain"].hidden
    return hidden


def bars_in(line: str, begin: int, row: Sequence[Atom], columns: int) -> Bars:
    """The meaning of the `||` in `row`, the atoms of `line`, which begins at `begin` in the source.

    `columns` is the number of columns of the table, 0 in its heading row.
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
    """The parts of `line` before, between and after the atoms of `row`."""
    edges = [0, *(at - begin for atom in row for at in (atom.start, atom.end)), len(line)]
    return [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _cells(line: str) -> int:
    """The number of cells that Markdown finds in the row `line`."""
    cells = escapedSplit(_PREFIX.sub("", line, count=1).strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
