"""Sentences for the errors of the database that whoever runs a command can mend."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def explanation(error: DatabaseError) -> str:
    """A sentence about why a command failed with ``error``; "" if the program is to blame."""
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as failure:
        reason = str(failure).strip().partition("\n")[0]
        return _("The database cannot be read: %(reason)s.") % {"reason": reason.rstrip(".")}
    if not missing:
        return ""
    return ngettext(
        "The database lacks %(count)d migration. Run `python manage.py migrate`.",
        "The database lacks %(count)d migrations. Run `python manage.py migrate`.",
        missing,
    ) % {"count": missing}
