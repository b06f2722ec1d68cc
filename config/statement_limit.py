"""Ends statements of the server that take too long on PostgreSQL, and so frees their threads."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

STATEMENT_SECONDS = 30
"""Well below the 60 seconds after which front servers give up."""


def limit_statements() -> None:
    """Limit the statements of this process. For servers only: a migration may take longer."""
    connection_created.connect(set_limit)


def set_limit(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receives ``connection_created``. A statement that takes longer fails, and is a 503."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
