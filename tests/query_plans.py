"""How the database would answer the queries of a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def plans() -> Iterator[list[str]]:
    """The plans of all queries."""
    found: list[str] = []
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"

    def explained(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH")):
            parameters, _many, context = arguments
            cursor = context["cursor"].cursor
            cursor.execute(f"{explain} {sql}", parameters)
            found.extend(str(row[-1]) for row in cursor.fetchall())
        return execute(sql, *arguments)

    with connection.execute_wrapper(explained):
        yield found
