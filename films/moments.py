"""Moments in the time zone of the site: in words, and as editors type them."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from films.date_inputs import MomentInput
from films.known_date_fields import KnownDateFormField
from films.known_dates import KnownDate


def in_words(moment: datetime) -> str:
    """``moment`` with its weekday and time zone: "Tuesday, 8 December 2026, 09:00 Vienna".

    Seconds are said only if somebody chose them: a moment from a clock has microseconds, too.
    """
    local = timezone.localtime(moment)
    written = pgettext("date format", "l, j F Y, H:i")
    if local.second and not local.microsecond:
        written = pgettext("date format", "l, j F Y, H:i:s")
    return f"{date_format(local, written)} {place_of_zone()}"


def place_of_zone() -> str:
    """What editors call the time zone of the site: "Vienna" for Europe/Vienna."""
    return timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")


def time_zone_sentence() -> str:
    """The sentence that says in which time zone a page shows and takes times."""
    place = place_of_zone()
    if place == "UTC":
        return gettext("All times are in UTC.")
    return gettext("All times are local times in %(place)s.") % {"place": place}


def moment_at(day: date, at: time) -> datetime:
    """The moment at which the clocks of the site show ``day`` and ``at``.

    Raises `ValidationError` for a time that these clocks skip or show twice because they are put
    forward or back.
    """
    zone = timezone.get_current_timezone()
    moment = datetime.combine(day, at, zone)
    again = moment.replace(fold=1)
    if moment.utcoffset() == again.utcoffset():
        return moment
    params = {
        "time": date_format(moment, "H:i"),
        "day": date_format(moment, pgettext("date format", "l, j F Y")),
        "place": place_of_zone(),
    }
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at):
        sentence = _(
            "The clocks in %(place)s are put back on %(day)s, so they show %(time)s twice. Enter "
            "an earlier or a later time."
        )
        raise ValidationError(sentence, code="twice", params=params)
    sentence = _(
        "The clocks in %(place)s are put forward on %(day)s and never show %(time)s. Enter an "
        "earlier or a later time."
    )
    raise ValidationError(sentence, code="never", params=params)


class DayField(KnownDateFormField):
    """A date that is known to the day. Its value is a `date`, or None."""

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = help_text

    def prepare_value(self, value: Any) -> Any:
        return KnownDate(value).in_numbers() if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        known: KnownDate | None = super().to_python(value)
        if known and not known.is_day:
            sentence = _("Enter the day, too, such as %(day)s.")
            params = {"day": KnownDate(known.first_day).in_numbers()}
            raise ValidationError(sentence, code="no_day", params=params)
        return known and known.first_day


class TimeOfDayField(forms.TimeField):
    default_error_messages = {"invalid": _("Enter a time from 00:00 to 23:59, such as 09:00.")}
    input_formats = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%H.%M"]


class MomentField(forms.MultiValueField):
    """A day and a time of day in the time zone of the site. Its value is an aware `datetime`."""

    widget = MomentInput
    default_error_messages = {
        "no_date": _("Enter the date, too."),
        "no_time": _("Enter the time, too."),
    }

    def __init__(self, **kwargs: Any) -> None:
        fields = [DayField(required=False), TimeOfDayField(required=False)]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        day, at = data_list or (None, None)
        if day is None and at is None:
            return None
        if day is None:
            raise ValidationError(self.error_messages["no_date"], code="no_date")
        if at is None:
            raise ValidationError(self.error_messages["no_time"], code="no_time")
        return moment_at(day, at)
