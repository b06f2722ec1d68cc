"""The dates by which a list of the admin can be narrowed (``date_hierarchy``)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.utils.timezone import is_aware, localtime


class ListDates:
    """All years, months or days between the first and the last date of a list.

    Django's tag ``date_hierarchy`` takes it for the list and for its QuerySet, which it would ask
    for the dates that occur: for that, the database reads every row.
    """

    def __init__(self, changes: ChangeList) -> None:
        self.date_hierarchy = changes.date_hierarchy
        self.model = changes.model
        self.params = changes.params
        self.get_query_string = changes.get_query_string
        self.queryset = self
        rows = changes.root_queryset.exclude(**{self.date_hierarchy: None})
        dates = rows.order_by(self.date_hierarchy).values_list(self.date_hierarchy, flat=True)
        self.range = [_local(moment) for each in (dates, dates.reverse()) for moment in each[:1]]

    def aggregate(self, **_expressions: Any) -> dict[str, Any]:
        first, last = self.range or (None, None)
        return {"first": first, "last": last}

    def dates(self, field: str, kind: str) -> list[date]:
        if not self.range:
            return []
        first, last = self.range
        months = [
            (year, month)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13)
            if (first.year, first.month) <= (year, month) <= (last.year, last.month)
        ]
        if kind == "year":
            # The newest first. Films go back to 1888, and the admin shows a few lines of years.
            return [date(year, 1, 1) for year in range(last.year, first.year - 1, -1)]
        year = int(self.params.get(f"{field}__year", first.year))
        if kind == "month":
            return [date(*each, 1) for each in months if each[0] == year]
        month = int(self.params.get(f"{field}__month", first.month))
        return [*_days(year, month)] if (year, month) in months else []

    datetimes = dates


def _days(year: int, month: int) -> Iterator[date]:
    for day in range(1, monthrange(year, month)[1] + 1):
        yield date(year, month, day)


def _local(moment: date) -> date:
    return localtime(moment) if isinstance(moment, datetime) and is_aware(moment) else moment
