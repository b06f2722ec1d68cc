"""Filters of the readers' templates: Django's, by the same names."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import defaultfilters
from django.utils import formats
from django.utils.timezone import get_current_timezone, is_aware, localtime
from django.utils.translation import get_language


def in_local_time(value: Any) -> Any:
    """``value``, in the current time zone if it is an aware time."""
    if isinstance(value, datetime) and is_aware(value):
        return localtime(value)
    return value


def date_filter(value: date, format_name: str) -> str:
    """``value`` in local time, in a format of Django or one with a name, "DATE_FORMAT"."""
    return _date(value, format_name, get_language(), get_current_timezone())


@lru_cache(4096)
def _date(value: date, format_name: str, language: str, zone: Any) -> str:
    """As `date_filter`. The last parameters only tell the results apart."""
    return formats.date_format(in_local_time(value), format_name)


def time_filter(value: datetime, format_name: str) -> str:
    return formats.time_format(in_local_time(value), format_name)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "capfirst": defaultfilters.capfirst,
    "date": date_filter,
    "linebreaks": defaultfilters.linebreaks_filter,
    "stringformat": defaultfilters.stringformat,
    "time": time_filter,
    "truncatechars": defaultfilters.truncatechars,
    "truncatewords": defaultfilters.truncatewords,
}
