"""Whether the tables of the database are those of the code."""

from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import ngettext


@cache
def _migrations_of_code() -> frozenset[tuple[str, str]]:
    """App and name of each migration. To read them takes as long as many pages, and they stay the
    same while a process runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def missing_migrations() -> int:
    """How many migrations are not applied. One or two queries."""
    return len(_migrations_of_code() - MigrationRecorder(connection).applied_migrations().keys())


def missing_sentence(missing: int) -> str:
    """Says that ``missing`` migrations are not applied, and how to apply them."""
    return ngettext(
        "The database lacks %(count)d migration. Run `%(program)s migrate`.",
        "The database lacks %(count)d migrations. Run `%(program)s migrate`.",
        missing,
    ) % {"count": missing, "program": settings.PROGRAM}
