"""Days and times of day as the desk writes them; `films.moments.in_words` writes moments."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def day_in_words(day: date) -> str:
    """``day`` with its weekday: "Tuesday, 8 December 2026"."""
    return date_format(day, pgettext("date format", "l, j F Y"))


def at_time(moment: datetime) -> str:
    """The time of day of ``moment`` in the time zone of the site: "09:00"."""
    return date_format(timezone.localtime(moment), "H:i")
