"""The inputs for dates and times in the admin.

A date is text in the language of the site, because the order of day and month in the browser's own
date field is that of the browser. A script adds a button that opens the browser's calendar, and
below the field it shows in words what the server reads in the text (`films.date_reading`).
"""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from films.known_dates import KnownDate


class DateInput(forms.TextInput):
    """A typed date. ``kind`` is "known" for a year, a month or a day, and "moment" for the day of a
    `MomentInput`."""

    def __init__(self, attrs: Any = None, *, kind: str = "known") -> None:
        # Not "vDateField", to which the admin adds a calendar of its own on forms with other dates.
        super().__init__({"class": "typed-date__text", "autocomplete": "off"} | (attrs or {}))
        self.kind = kind

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-date": self.kind,
            "data-date-url": reverse("admin:films_film_date"),
            "data-date-pick": _("Choose from a calendar"),
        }
        return context

    class Media:
        js = [Script("admin_desk/dates.js", type="module")]


class MomentInput(forms.MultiWidget):
    """A date and a time of day in the time zone of the site, each with an accessible name."""

    template_name = "django/forms/widgets/multiwidget.html"
    use_fieldset = True

    def __init__(self, attrs: Any = None) -> None:
        time = {"type": "time", "class": "vTimeField", "aria-label": _("Time")}
        day = DateInput({"aria-label": _("Date")}, kind="moment")
        super().__init__([day, forms.TextInput(time)], attrs)

    def decompress(self, value: Any) -> list[str]:
        if not isinstance(value, datetime):
            return ["", ""]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [KnownDate(local.date()).in_numbers(), _time(local)]


def _time(moment: datetime) -> str:
    """The time of day to the minute, or as exactly as it is stored."""
    time = moment.time()
    is_minute = not (time.second or time.microsecond)
    return time.isoformat(timespec="minutes" if is_minute else "auto")
