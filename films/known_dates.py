"""Dates that are known to the day, to the month or to the year only."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

FIRST_YEAR, LAST_YEAR = 1888, 9998
"""The year of the first film, and the last year that is one in every time zone."""

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY_IN_FORMAT = re.compile(r"%d[-./ ]|[-./ ]%d")
_WITH_DAY_FIRST = re.compile(r"(?:([0-9]{1,2})\.? )?([^\W\d]+)\.?,? ([0-9]{4})")
_WITH_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2}),? ([0-9]{4})")
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_MONTH_IN_NUMBERS = re.compile(r"([0-9]{1,2})[./-]([0-9]{4})")


class Precision(models.TextChoices):
    YEAR = "year", _("year")
    MONTH = "month", _("month")
    DAY = "day", _("day")


_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}
_FORMATS = {
    Precision.YEAR: "Y",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.DAY: "DATE_FORMAT",
}


class AmbiguousDate(ValueError):
    """The numbers of a day can be read in two ways. ``readings`` has the one with the day first,
    then the one with the month first."""

    def __init__(self, readings: tuple[date, date]) -> None:
        super().__init__("the day or the month can be first")
        self.readings = readings


def spelled_out(day: date) -> str:
    """``day`` with the name of its month: "8 December 2026"."""
    return date_format(day, pgettext("date format", "j F Y"))


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A day, month or year. ``first_day`` is the day itself, or the first of the month or year."""

    first_day: date
    precision: Precision = Precision.DAY

    def __str__(self) -> str:
        """In words of the active language: "1927", "March 1927", "March 14, 1927"."""
        return date_format(self.first_day, _FORMATS[self.precision])

    def spelled_out(self) -> str:
        """As the desk writes dates: "1927", "March 1927", "14 March 1927"."""
        if self.precision == Precision.DAY:
            return spelled_out(self.first_day)
        if self.precision == Precision.MONTH:
            return date_format(self.first_day, pgettext("date format", "F Y"))
        return str(self)

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """The date that `iso` writes as ``text``. Raises `ValueError`."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date in ISO 8601: {text!r}")
        return cls._from_numbers(*match.groups())

    @classmethod
    def typed(cls, text: str) -> Self:
        """The date that an editor means by ``text``: in ISO 8601, with the name of the month in the
        active language, or in numbers with any of ``. / -`` between them ("14.3.1927", "03/1927",
        "1927/3/14").

        Whether the day or the month is first is not guessed: only points mean the day first, in
        languages that write dates so. Raises `AmbiguousDate` if both are possible, and otherwise
        `ValueError`.
        """
        text = " ".join(text.split())
        if match := _WITH_DAY_FIRST.fullmatch(text):
            day, month, year = match.groups()
            return cls._from_numbers(year, _month_number(month), day)
        if match := _WITH_MONTH_FIRST.fullmatch(text):
            month, day, year = match.groups()
            return cls._from_numbers(year, _month_number(month), day)
        if match := _MONTH_IN_NUMBERS.fullmatch(text):
            return cls._from_numbers(match[2], match[1])
        if match := _YEAR_FIRST.fullmatch(text):
            year, _sign, month, day = match.groups()
            return cls._from_numbers(year, month, day)
        if match := _NUMBERS.fullmatch(text):
            first, sign, second, year = match.groups()
            if sign == "." and _points_mean_day_first():
                return cls._from_numbers(year, second, first)
            return cls(_only_reading(int(first), int(second), int(year)))
        return cls.from_iso(text)

    @classmethod
    def _from_numbers(
        cls, year: str, month: str | int | None = None, day: str | None = None
    ) -> Self:
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)

    @property
    def year(self) -> int:
        return self.first_day.year

    @property
    def is_day(self) -> bool:
        return self.precision == Precision.DAY

    def iso(self) -> str:
        """ISO 8601 with reduced precision: "1927", "1927-03", "1927-03-14"."""
        return self.first_day.isoformat()[: _LENGTHS[self.precision]]

    def in_numbers(self) -> str:
        """As a form shows it and `typed` reads it, in the order of the active language."""
        formats = dict(reversed([*_numeric_formats()]))
        # strftime leaves out the zeros before a short year on some systems.
        written = formats[self.precision].replace("%Y", f"{self.year:04d}")
        return self.first_day.strftime(written)


def _numeric_formats() -> Iterator[tuple[Precision, str]]:
    """What the active language writes in numbers, the usual format of each precision first."""
    days = [each for each in get_format("DATE_INPUT_FORMATS") if set("Ymd") == set(_letters(each))]
    yield from ((Precision.DAY, each) for each in days)
    yield from ((Precision.MONTH, _DAY_IN_FORMAT.sub("", each, count=1)) for each in days)
    yield Precision.YEAR, "%Y"


def _points_mean_day_first() -> bool:
    return "%d.%m.%Y" in get_format("DATE_INPUT_FORMATS")


def _only_reading(first: int, second: int, year: int) -> date:
    """The day with these numbers. Raises `AmbiguousDate` if there are two, `ValueError` if none."""
    readings = []
    for day, month in ((first, second), (second, first)):
        with suppress(ValueError):
            readings.append(date(year, month, day))
    if not readings:
        raise ValueError(f"no day has these numbers: {first}, {second}, {year}")
    if len(set(readings)) > 1:
        raise AmbiguousDate((readings[0], readings[1]))
    return readings[0]


def _letters(written: str) -> list[str]:
    return re.findall("%(.)", written)


def _month_number(name: str) -> int:
    """The number of the month that the active language calls ``name``. Raises `ValueError`."""
    for names in (MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP):
        for number, each in names.items():
            if str(each).rstrip(".").casefold() == name.casefold():
                return number
    raise ValueError(f"not a month: {name!r}")
