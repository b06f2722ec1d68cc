"""The columns, the attribute and the form field of a `KnownDate`.

A model has two columns: the first possible day, and how exact it is. Queries sort and filter
by the day. Everything that shows the date uses the attribute, which combines the two::

    release_date = KnownDateField("release", …)
    release_precision = precision_column(…)
    release = KnownDateAttribute("release_date", "release_precision", …)
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from films.date_inputs import DateInput
from films.known_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousDate,
    KnownDate,
    Precision,
    spelled_out,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _examples() -> dict[str, str]:
    day = date(1927, 3, 14)
    return {
        "day": KnownDate(day).in_numbers(),
        "month": KnownDate(day.replace(day=1), Precision.MONTH).in_numbers(),
        "year": "1927",
    }


def _help_text() -> str:
    return gettext("As far as it is known: %(year)s, %(month)s or %(day)s.") % _examples()


def ambiguous(text: str, error: AmbiguousDate) -> ValidationError:
    """Asks which of two days ``text`` means. ``params`` has them as ``readings``."""
    first, second = error.readings
    sentence = _(
        "“%(text)s” can be %(first)s or %(second)s. Write the month as a word, or the date like "
        "%(iso)s."
    )
    params = {
        "text": text,
        "first": spelled_out(first),
        "second": spelled_out(second),
        "iso": first.isoformat(),
        "readings": error.readings,
    }
    return ValidationError(sentence, code="ambiguous", params=params)


class KnownDateFormField(forms.Field):
    """One field for a year, a month or a day. Its value is a `KnownDate`, or None."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        given = kwargs.pop("help_text", "")
        help_text = lazy(lambda: f"{given} {_help_text()}".strip(), str)()
        super().__init__(help_text=help_text, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.in_numbers() if isinstance(value, KnownDate) else value

    def to_python(self, value: Any) -> KnownDate | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return KnownDate(value)
        try:
            known = value if isinstance(value, KnownDate) else KnownDate.typed(str(value))
        except AmbiguousDate as error:
            raise ambiguous(str(value), error) from None
        except ValueError:
            sentence = _("Enter a year, a month or a day, such as %(year)s, %(month)s or %(day)s.")
            raise ValidationError(sentence, code="invalid", params=_examples()) from None
        if not FIRST_YEAR <= known.year <= LAST_YEAR:
            sentence = _("Enter a year from %(first)d, when the first film was made, to %(last)d.")
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise ValidationError(sentence, code="impossible_year", params=years)
        return known


class KnownDateField(models.DateField):
    """The column of the first possible day. ``attribute`` names the `KnownDateAttribute`, which
    forms read and write."""

    def __init__(self, attribute: str, *args: Any, **kwargs: Any) -> None:
        self.attribute = attribute
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Migrations know the column as what it is in the database: a date."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def clone(self) -> Any:
        _name, _path, args, kwargs = self.deconstruct()
        return type(self)(self.attribute, *args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        # The admin would give it the calendar of a date that is known to the day.
        kwargs |= {"form_class": KnownDateFormField, "widget": DateInput}
        return super().formfield(**kwargs)

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attribute)

    def save_form_data(self, instance: models.Model, data: KnownDate | None) -> None:
        setattr(instance, self.attribute, data)

    def value_to_string(self, obj: models.Model) -> str:
        day: date | None = getattr(obj, self.attname)
        return day.isoformat() if day else ""


def precision_column(verbose_name: "StrPromise") -> models.CharField:
    return models.CharField(
        verbose_name,
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        editable=False,
    )


def precision_constraint(day: str, precision: str, name: str) -> models.CheckConstraint:
    """A date that is not known to the day is stored as the first day that is possible."""
    return models.CheckConstraint(
        condition=Q(**{precision: "day"})
        | Q(**{precision: "month", f"{day}__isnull": False, f"{day}__day": 1})
        | Q(**{precision: "year", f"{day}__isnull": False, f"{day}__day": 1, f"{day}__month": 1}),
        name=name,
    )


class KnownDateAttribute:
    """The `KnownDate`, or None, in the columns ``day`` and ``precision`` of a row.

    Lists of the admin show it under ``title`` and sort it by its day.
    """

    def __init__(self, day: str, precision: str, title: "StrPromise") -> None:
        self.day, self.precision = day, precision
        self.short_description = title
        self.admin_order_field = day

    @overload
    def __get__(self, row: None, owner: type) -> "KnownDateAttribute": ...

    @overload
    def __get__(self, row: models.Model, owner: type) -> KnownDate | None: ...

    def __get__(
        self, row: models.Model | None, owner: type
    ) -> "KnownDateAttribute | KnownDate | None":
        if row is None:
            return self
        day = getattr(row, self.day)
        return KnownDate(day, Precision(getattr(row, self.precision))) if day else None

    def __set__(self, row: models.Model, known: KnownDate | None) -> None:
        setattr(row, self.day, known.first_day if known else None)
        setattr(row, self.precision, known.precision if known else Precision.DAY)


def known_attributes(model: type[models.Model]) -> dict[str, str]:
    """The names of the `KnownDateAttribute` of ``model`` by the names of their columns."""
    fields = model._meta.get_fields()
    return {field.name: field.attribute for field in fields if isinstance(field, KnownDateField)}


def shown_as_known(names: Iterable[Any], model: type[models.Model]) -> list[Any]:
    """``names`` of fields, some in groups, with the attribute in place of the column of a date.

    Where an editor may not change a field, the admin prints its column. That is the first possible
    day, whatever the precision.
    """
    attributes = known_attributes(model)
    return [
        attributes.get(name, name) if isinstance(name, str) else tuple(shown_as_known(name, model))
        for name in names
    ]
