"""Sentences for the errors of the database that whoever runs a command can mend."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.faults import fault_of


def explanation(error: DatabaseError) -> str:
    """A sentence about why a command failed with ``error``; "" if the program is to blame."""
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as failure:
        return _("The database cannot be read: %(reason)s.") % {"reason": _reason(failure)}
    if not missing and fault_of(error):
        return _("The database cannot be used at the moment: %(reason)s.") % {
            "reason": _reason(error)
        }
    if not missing:
        return ""
    return ngettext(
        "The database lacks %(count)d migration. Run `python manage.py migrate`.",
        "The database lacks %(count)d migrations. Run `python manage.py migrate`.",
        missing,
    ) % {"count": missing}


def _reason(error: DatabaseError) -> str:
    """The first line of the message, without a full stop."""
    return str(error).strip().partition("\n")[0].rstrip(".")
