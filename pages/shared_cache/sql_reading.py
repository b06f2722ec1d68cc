"""What a query depends on, found in its SQL.

Only what can be shown is used: a query, or a part of one, whose form is not known here counts as
depending on every row of its tables. So a query that is added to a page makes its keys coarser at
worst.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pages.shared_cache.sql_text import HIDDEN, conditions, masked
from pages.shared_cache.tables import Table, tables

Chosen = tuple[Table, str, tuple[int, ...]]

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_READ = re.compile(r"\b(?:FROM|JOIN)\s+\(?\"?(\w+)")
_OWN_NAME = re.compile(r"\bWITH (?:RECURSIVE )?(\w+)")
_UNKNOWN = re.compile(r" (?:UNION|INTERSECT|EXCEPT|GROUP BY|HAVING|WINDOW|OFFSET) ")
_FIRST = re.compile(r'"(\w+)"(?: ([A-Z]\d+))?')
_JOINED = re.compile(r' (INNER|LEFT OUTER) JOIN "(\w+)"(?: ([A-Z]\d+))? ON \((\x00*)\)')
_ON = re.compile(r'"?(\w+)"?\."(\w+)" = "?(\w+)"?\."(\w+)"')
_EQUAL = re.compile(r'"?(\w+)"?\."(\w+)" (?:= \(?%s\)?|IN \((?:%s, )*%s\))')
_OUTER = re.compile(r'U0\."(\w+)" = \("?(\w+)"?\."(\w+)"\)')
_INNER = re.compile(r'(?:\(|EXISTS\()SELECT .* FROM "(\w+)" U0 WHERE \(')
_COLUMN = re.compile(r'"?(\w+)"?\."(\w+)"(?: AS |$)')
_LIMIT = re.compile(r" LIMIT (\d+)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query depends on.

    ``always`` are keys that do not depend on its rows and parameters. ``chosen`` are tables with a
    column and the positions of the parameters that its values are given by. ``shown`` are tables
    with the position of a column of the result that has primary keys. ``followed`` are tables with
    a column whose values are in a column of the result.

    ``if_empty`` are keys for a result without rows, which names none; ``if_cut`` for one with
    ``limit`` rows, which may have left out some. ``named`` are as ``shown``, of all tables.
    """

    always: frozenset[str]
    chosen: tuple[Chosen, ...] = ()
    shown: tuple[tuple[Table, int], ...] = ()
    followed: tuple[tuple[Table, str, int], ...] = ()
    if_empty: frozenset[str] = frozenset()
    if_cut: frozenset[str] = frozenset()
    limit: int = 0
    named: tuple[tuple[Table, int], ...] = ()


class _Unknown(Exception):
    """The form of the query is not known."""


@lru_cache(4_096)
def tables_in(sql: str) -> frozenset[Table] | None:
    """None if the query reads a table of which no writes are watched."""
    if {*_tables_read(sql)} - tables().keys():
        return None
    return frozenset(tables()[name] for name in {*_NAME.findall(sql)} & tables().keys())


@lru_cache(4_096)
def reading_of(sql: str) -> Reading:
    """What a query depends on whose tables are all watched."""
    named = tables_in(sql) or frozenset()
    shorts = frozenset(table.short for table in named)
    try:
        return _Query(sql).reading(shorts)
    except _Unknown:
        return Reading(shorts | {table.any for table in named})


@dataclass(frozen=True, slots=True)
class _Link:
    """An equation of ON: a column of the ``joined`` alias and one of an ``other`` before it."""

    joined: str
    joined_column: str
    other: str
    other_column: str
    is_inner: bool


class _Query:
    """A plain SELECT, as Django writes it. Raises `_Unknown` for any other."""

    def __init__(self, sql: str) -> None:
        if not sql.startswith("SELECT ") or "'" in sql:
            raise _Unknown
        self.sql, self.mask = sql, masked(sql)
        self.start = self.mask.find(" FROM ")
        limit = _LIMIT.search(self.mask)
        end = limit.start() if limit else len(sql)
        if self.start < 0 or _UNKNOWN.search(self.mask) or " LIMIT " in self.mask[:end]:
            raise _Unknown
        self.limit = int(limit[1]) if limit else 0
        self.order = self._find(" ORDER BY ", end)
        self.where = self._find(" WHERE ", self.order)
        self.columns = [*self._columns()]
        self.aliases: dict[str, Table] = {}
        self.links: list[_Link] = []
        self._read_from()
        self.chosen = dict(self._chosen())
        self.determined = self._determined()

    def _find(self, keyword: str, otherwise: int) -> int:
        found = self.mask.find(keyword, self.start)
        return found if found >= 0 else otherwise

    def _columns(self) -> Iterator[str]:
        start = len("SELECT ")
        if self.mask.startswith("DISTINCT ", start):
            start += len("DISTINCT ")
        for part in self.mask[start : self.start].split(", "):
            yield self.sql[start : start + len(part)]
            start += len(part) + len(", ")

    def _read_from(self) -> None:
        first = _FIRST.match(self.mask, self.start + len(" FROM "), self.where)
        if not first:
            raise _Unknown
        self.aliases[first[2] or first[1]] = _known(first[1])
        position = first.end()
        while joined := _JOINED.match(self.mask, position, self.where):
            name = joined[3] or joined[2]
            on = _ON.fullmatch(self.sql, *joined.span(4))
            if not on or name not in (on[1], on[3]):
                raise _Unknown
            ours, theirs = (on.group(1, 2), on.group(3, 4))
            if on[1] != name:
                ours, theirs = theirs, ours
            self.links.append(_Link(name, ours[1], theirs[0], theirs[1], joined[1] == "INNER"))
            self.aliases[name] = _known(joined[2])
            position = joined.end()
        if position != self.where:
            raise _Unknown

    def _chosen(self) -> Iterator[tuple[str, Chosen]]:
        """By alias, a column whose values are parameters. The last ones have one row at most."""
        found = []
        for start, end in conditions(self.sql, self.where + len(" WHERE "), self.order):
            condition = _EQUAL.fullmatch(self.sql, start, end)
            table = condition and self.aliases.get(condition[1])
            if not condition or not table or condition[2] not in (table.key, *table.columns):
                continue
            first = self.sql.count("%s", 0, start)
            positions = tuple(range(first, first + self.sql.count("%s", start, end)))
            found.append((condition[1], (table, condition[2], positions)))
        return iter(sorted(found, key=lambda each: _is_one(each[1])))

    def _determined(self) -> set[str]:
        """The aliases that have one row at most."""
        found = {name for name, chosen in self.chosen.items() if _is_one(chosen)}
        while True:
            others = self.aliases.keys() - found
            more = {name for name in others if self._is_named_by(name, found)}
            if not more:
                return found
            found |= more

    def _is_named_by(self, name: str, others: Collection[str]) -> bool:
        """Whether the rows of the alias are those of which ``others`` have the primary key."""
        key = self.aliases[name].key
        for link in self.links:
            if link.joined == name and link.joined_column == key and link.other in others:
                return True
            # Not by its own primary key: each of the two would then name the other.
            is_foreign = link.joined_column != self.aliases[link.joined].key
            is_named = (link.other, link.other_column) == (name, key) and link.joined in others
            if is_named and is_foreign and link.is_inner:
                return True
        return False

    def reading(self, shorts: frozenset[str]) -> Reading:
        always, if_empty, if_cut = set(shorts), set(), set()
        shown, followed = [], []
        for name, table in self.aliases.items():
            if name in self.chosen:
                continue
            at = self._position(name, table.key)
            origin = self._origin(name)
            if self._is_only_shown(name) and at is not None:
                shown.append((table, at))
                if name not in self.determined and self._may_order(name):
                    if_cut.add(table.any)
            elif name in self.determined and at is not None:
                shown.append((table, at))
                if_empty.add(table.any)
            elif self._is_only_shown(name) and not self._is_shown(name):
                pass  # It only leads from one table to another.
            elif origin:
                followed.append((table, *origin))
                if_empty.add(table.any)
            else:
                always.add(table.any)
        always |= self._inner_after_from()
        for column in self.columns:
            for table, follows in self._inner_of_column(column):
                if follows:
                    followed.append((table, *follows))
                else:
                    always.add(table.any)
        chosen = tuple(self.chosen.values())
        return Reading(
            frozenset(always),
            chosen,
            tuple(dict.fromkeys(shown)),
            tuple(dict.fromkeys(followed)),
            frozenset(if_empty),
            frozenset(if_cut),
            self.limit,
            tuple(self._named()),
        )

    def _named(self) -> Iterator[tuple[Table, int]]:
        for name, table in self.aliases.items():
            at = self._position(name, table.key)
            if at is not None:
                yield table, at

    def _is_only_shown(self, name: str) -> bool:
        """Whether its rows are those that other aliases name, whatever their values are."""
        if not self._is_named_by(name, self.aliases.keys() - {name}):
            return False
        table = self.aliases[name]
        for link in self.links:
            # An inner join by a column that may be NULL leaves rows out.
            required = (table.key, *table.required)
            if link.other == name and link.is_inner and link.other_column not in required:
                return False
        columns = set(self._columns_of(name, self.where, self.order))
        return columns <= {table.key}

    def _is_shown(self, name: str) -> bool:
        return self._is_in(name, 0, self.start) or self._is_in(name, self.order, len(self.sql))

    def _may_order(self, name: str) -> bool:
        by_position = re.search(r"(?:BY|,) \d+ (?:ASC|DESC)", self.sql[self.order :])
        return bool(by_position) or self._is_in(name, self.order, len(self.sql))

    def _is_in(self, name: str, start: int, end: int) -> bool:
        return bool(self._columns_of(name, start, end))

    def _columns_of(self, name: str, start: int, end: int) -> list[str]:
        return re.findall(rf'(?<![\w"])"?{name}"?\."?(\w+)', self.sql[start:end])

    def _origin(self, name: str) -> tuple[str, int] | None:
        """A column of the alias, and the column of the result that chooses its rows by it."""
        for link in self.links:
            ours, other = (link.joined, link.joined_column), (link.other, link.other_column)
            if other[0] == name and link.is_inner:
                ours, other = other, ours
            if ours[0] != name or other[0] not in self.determined:
                continue
            at = self._position(*other)
            if ours[1] in self.aliases[name].columns and at is not None:
                return ours[1], at
        return None

    def _position(self, name: str, column: str) -> int | None:
        """Where the result has the column, or one that is equal to it."""
        equal = {(name, column)}
        for link in self.links:
            sides = {(link.joined, link.joined_column), (link.other, link.other_column)}
            if link.is_inner and sides & equal:
                equal |= sides
        for at, text in enumerate(self.columns):
            found = _COLUMN.match(text)
            if found and (found[1], found[2]) in equal:
                return at
        return None

    def _inner_after_from(self) -> set[str]:
        """Of queries inside this one that decide which rows it has, or in which order."""
        mask = self.mask[self.start :]
        pairs = zip(self.sql[self.start :], mask, strict=True)
        nested = "".join(sign if hidden == HIDDEN else " " for sign, hidden in pairs)
        return {_known(name).any for name in _tables_read(nested)}

    def _inner_of_column(self, column: str) -> Iterator[tuple[Table, tuple[str, int] | None]]:
        """The tables of queries in a column of the result. They may follow another column."""
        read = _tables_read(column)
        inner = _INNER.match(column)
        if len(read) == 1 and inner:
            table = _known(read[0])
            for start, end in conditions(column, inner.end() - 1, len(column)):
                outer = _OUTER.fullmatch(column, start, end)
                at = self._position(outer[2], outer[3]) if outer else None
                if outer and outer[1] in table.columns and at is not None:
                    yield table, (outer[1], at)
                    return
        for name in read:
            yield _known(name), None


def _is_one(chosen: Chosen) -> bool:
    """Whether one row at most has the value."""
    table, column, positions = chosen
    return len(positions) == 1 and column in (table.key, *table.unique)


def _tables_read(sql: str) -> list[str]:
    """The names after FROM and JOIN that are no queries and no names that WITH gives to one."""
    others = {*_OWN_NAME.findall(sql), "SELECT"}
    return [name for name in _READ.findall(sql) if name not in others]


def _known(name: str) -> Table:
    try:
        return tables()[name]
    except KeyError:
        raise _Unknown from None
