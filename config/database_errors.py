"""Sentences for the errors of the database that whoever runs a command can mend."""

from django.db import DatabaseError
from django.utils.translation import gettext as _

from config.faults import fault_of
from config.schema_state import missing_migrations, missing_sentence


def explanation(error: DatabaseError) -> str:
    """A sentence about why a command failed with ``error``; "" if the program is to blame."""
    try:
        missing = missing_migrations()
    except DatabaseError as failure:
        return _("The database cannot be read: %(reason)s.") % {"reason": first_line(failure)}
    if not missing and fault_of(error):
        return _("The database cannot be used at the moment: %(reason)s.") % {
            "reason": first_line(error)
        }
    return missing_sentence(missing) if missing else ""


def first_line(error: Exception) -> str:
    """The first line of the message, without a full stop."""
    return str(error).strip().partition("\n")[0].rstrip(".")
