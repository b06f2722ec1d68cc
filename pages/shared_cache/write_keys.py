"""The surrogate keys of what a transaction writes, found in its SQL.

All writes pass here, also those in bulk, so that none can be forgotten. The rows of an UPDATE or a
DELETE are read before it, because pages may depend on the former values, and those of an UPDATE
after it too.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from images.public_changes import in_public_change, run_at_end
from pages.shared_cache.sql_text import masked
from pages.shared_cache.tables import PUBLIC_COLUMNS, Table, tables

MOST_ROWS = 200
"""If a statement writes more rows, all pages that read the table are purged."""

Row = tuple[Any, ...]
"""The primary key and the columns of the table; None for what is not known."""

_WRITE = re.compile(
    r'\s*(?:WITH\b.*?\b)?(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)"?',
    re.DOTALL,
)
_SET = re.compile(r'"?(\w+)"? = ')
_INSERTED = re.compile(
    r'INSERT (?:OR IGNORE )?INTO "\w+" \(([^()]+)\) VALUES ([%s(), ]+)'
    r"(?: ON CONFLICT DO NOTHING)?(?: RETURNING .*)?"
)
_PLAIN = re.compile(r'(?:UPDATE "?\w+"? SET |DELETE FROM "?\w+"?(?: WHERE |$))')
_REPLACES = re.compile(r"\bOR REPLACE\b|\bDO UPDATE\b")


class Watcher:
    """Receives each statement of a connection (Django's `execute_wrapper`). Gives ``store`` the
    keys of what it writes: at the end of a `public_change` and inside it, else at once."""

    def __init__(self, store: Callable[[set[Any]], None]) -> None:
        self.store = store

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        written = _WRITE.match(sql)
        table = tables().get(written[2]) if written else None
        if written is None or table is None:
            return execute(sql, params, many, context)
        verb = written[1].partition(" ")[0]
        if many or not sql.lstrip().startswith(verb):
            result, keys = execute(sql, params, many, context), {table.short}
        else:
            write = _WRITES[verb](context["connection"], table, sql, list(params or ()))
            result = execute(sql, params, many, context)
            keys = write.keys()
        if in_public_change():
            run_at_end(self.store, keys, last=True)
        elif keys:
            self.store(keys)
        return result


class _Write:
    """A statement that is going to be executed. `keys` is called when it has been."""

    def __init__(
        self, connection: BaseDatabaseWrapper, table: Table, sql: str, params: list[Any]
    ) -> None:
        self.connection = connection
        self.table = table
        self.sql = sql
        self.params = params
        self.names = (table.key, *table.columns)

    def keys(self) -> set[str]:
        """That of the table, if it is not known which rows are written."""
        return {self.table.short}

    def keys_of(self, rows: list[Row] | None) -> set[str]:
        if rows is None or len(rows) > MOST_ROWS:
            return {self.table.short}
        if not rows:
            return set()
        return {self.table.any, *(key for row in rows for key in self._keys_of(row))}

    def _keys_of(self, row: Row) -> Iterator[str]:
        for name, value in zip(self.names, row, strict=True):
            if value is not None:
                yield self.table.with_value(name, value)

    def read(self, tail: str, params: list[Any]) -> list[Row]:
        """The rows of the table, of which there may be one more than `MOST_ROWS`."""
        columns = ", ".join(f'"{self.table.name}"."{name}"' for name in self.names)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {columns} FROM "{self.table.name}" {tail} LIMIT {MOST_ROWS + 1}',  # noqa: S608
                params,
            )
            return [tuple(row) for row in cursor.fetchall()]

    def read_chosen(self) -> list[Row] | None:
        """The rows that the condition of the statement chooses; None if it is not a plain one."""
        mask = masked(self.sql)
        if not _PLAIN.match(mask) or " FROM " in mask.removeprefix("DELETE FROM "):
            return None
        where = mask.find(" WHERE ")
        tail = self.sql[where:].partition(" RETURNING ")[0] if where >= 0 else ""
        return self.read(tail, self.params[len(self.params) - tail.count("%s") :])


class _Insert(_Write):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.rows = self._given()
        self.last: Any = None
        if self.rows is None:
            self.last = self._last()

    def keys(self) -> set[str]:
        if self.table.name in PUBLIC_COLUMNS:
            return set()
        if _REPLACES.search(self.sql):
            return {self.table.short}
        rows = self.rows
        if rows is None:
            rows = self.read(f'WHERE "{self.table.key}" > %s', [self.last])
        return self.keys_of(rows)

    def _given(self) -> list[Row] | None:
        """The rows in the statement; None if it takes them from elsewhere."""
        match = _INSERTED.fullmatch(self.sql)
        names = [name.strip('" ') for name in match[1].split(",")] if match else []
        if not names or not self.params or len(self.params) % len(names):
            return None
        starts = range(0, len(self.params), len(names))
        groups = [dict(zip(names, self.params[at:], strict=False)) for at in starts]
        return [tuple(group.get(name) for name in self.names) for group in groups]

    def _last(self) -> Any:
        """The greatest primary key. The new rows have greater ones."""
        rows = self.read(f'ORDER BY "{self.table.key}" DESC', [])
        return rows[0][0] if rows else 0


class _Delete(_Write):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.before = self.read_chosen()

    def keys(self) -> set[str]:
        return self.keys_of(self.before)


class _Update(_Delete):
    def keys(self) -> set[str]:
        before = self.before
        if before is None or len(before) > MOST_ROWS:
            return {self.table.short}
        after = before
        if before and {*_SET.findall(self.sql)} & {*self.table.columns}:
            pks = [row[0] for row in before]
            places = ", ".join(["%s"] * len(pks))
            after = self.read(f'WHERE "{self.table.key}" IN ({places})', pks)
        if public := PUBLIC_COLUMNS.get(self.table.name):
            former = {row[0]: self._values(row, public) for row in before}
            after = [row for row in after if self._values(row, public) != former[row[0]]]
            changed = {row[0] for row in after}
            before = [row for row in before if row[0] in changed]
        return self.keys_of(before) | self.keys_of(after)

    def _values(self, row: Row, names: tuple[str, ...]) -> list[Any]:
        return [row[self.names.index(name)] for name in names]


_WRITES: dict[str, type[_Write]] = {
    "INSERT": _Insert,
    "UPDATE": _Update,
    "DELETE": _Delete,
    "TRUNCATE": _Write,
}
