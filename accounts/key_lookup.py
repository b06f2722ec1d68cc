"""The lookup ``among``, for lists of primary keys. `AccountsConfig` registers it for all apps."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup


class Among(Lookup):
    """As ``in``, for integers, however many: they are one parameter. With one for each, Django and
    the databases take ten times longer for thousands of them."""

    lookup_name = "among"
    rhs: Iterable[int]

    def get_prep_lookup(self) -> list[int]:
        return list(map(int, self.rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self._column(compiler)
        numbers = "SELECT value FROM json_each(%s)"
        return f"{column} IN ({numbers})", [*parameters, json.dumps(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self._column(compiler)
        # As a text: psycopg takes ten times longer for a list.
        numbers = f"{{{','.join(map(str, self.rhs))}}}"
        return f"{column} = ANY(%s::bigint[])", [*parameters, numbers]

    def _column(self, compiler: Any) -> tuple[str, Any]:
        if not self.rhs:
            # No query is made, as for ``in``.
            raise EmptyResultSet
        return compiler.compile(self.lhs)
