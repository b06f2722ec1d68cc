"""Days, times of day and moments as the desk shows them. A moment that somebody is about to choose
is written by `films.moments.in_words`."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from films.moments import in_words


def day_in_words(day: date) -> str:
    """``day`` with its weekday: "Tuesday, 8 December 2026"."""
    return date_format(day, pgettext("date format", "l, j F Y"))


def at_time(moment: datetime) -> str:
    """The time of day of ``moment`` in the time zone of the site: "09:00"."""
    return date_format(timezone.localtime(moment), "H:i")


def day_and_time(moment: datetime) -> str:
    """``moment`` in the time zone of the site, as the columns of lists have it if it has passed:
    "8 December 2026, 09:00"; with its weekday and time zone if it is still to come."""
    if moment > timezone.now():
        return in_words(moment)
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
