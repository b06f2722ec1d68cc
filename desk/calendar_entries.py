"""The entries of the calendar: what goes live, what is planned and which embargoes end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.date_style import at_time
from editions.models import Edition
from films.known_dates import FIRST_YEAR, LAST_YEAR, spelled_out
from reviews.models import Review

PER_DAY = 25
"""The most entries of a day. An import can publish thousands of reviews on one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``kind`` is "live", "scheduled", "planned" or "embargo". ``at`` is its time of day, "" if it
    has none."""

    kind: str
    title: str
    url: str
    said: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class DayEntries:
    """The first entries of a day, and how many there are in all."""

    entries: list[Entry]
    count: int

    @property
    def left_out(self) -> int:
        return self.count - len(self.entries)


def entries_by_day(reviews: QuerySet[Review], first: date, last: date) -> dict[date, DayEntries]:
    """The entries of ``reviews`` from the day ``first`` to the day ``last``, of the days that have
    some. Three queries, which read `PER_DAY` rows of a kind and a day at most."""
    entries: dict[date, list[Entry]] = {}
    counts: dict[date, int] = {}
    for rows, as_entry in _kinds(reviews, first, last):
        for row in rows:
            entries.setdefault(row.day, []).append(as_entry(row))
            if row.place == 1:
                counts[row.day] = counts.get(row.day, 0) + row.of_day
    for found in entries.values():
        found.sort(key=lambda entry: (entry.at, entry.title))
    return {day: DayEntries(found[:PER_DAY], counts[day]) for day, found in entries.items()}


def _kinds(
    reviews: QuerySet[Review], first: date, last: date
) -> Iterator[tuple[QuerySet[Any], Callable[[Any], Entry]]]:
    editions = Edition.objects.filter(
        _on_days("live_from", first, last), review__in=reviews.values("pk")
    )
    day = TruncDate("live_from")
    yield _first_of_each_day(editions.select_related("review"), day, "live_from"), _of_edition
    planned = reviews.filter(planned_for__range=(first, last)).only("headline", "planned_for")
    yield _first_of_each_day(planned, F("planned_for"), "planned_for"), _planned
    ending = reviews.filter(_on_days("embargo_until", first, last))
    day = TruncDate("embargo_until")
    ending = ending.only("headline", "embargo_until")
    yield _first_of_each_day(ending, day, "embargo_until"), _end_of_embargo


def _on_days(column: str, first: date, last: date) -> Q:
    """The condition that the moment in ``column`` is on one of the days."""
    zone = timezone.get_current_timezone()
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return Q(**{f"{column}__gte": begin, f"{column}__lt": end})


def _first_of_each_day(rows: QuerySet[Any], day: Any, column: str) -> QuerySet[Any]:
    """The first `PER_DAY` rows of each ``day``, with how many the day has (``of_day``)."""
    return (
        rows.annotate(
            day=day,
            place=Window(RowNumber(), partition_by="day", order_by=[column, "pk"]),
            of_day=Window(Count("pk"), partition_by="day"),
        )
        .filter(place__lte=PER_DAY)
        .order_by(column, "pk")
    )


def _of_edition(edition: Edition) -> Entry:
    is_past = edition.live_from <= timezone.now()
    said = _("Edition %(number)d went live") if is_past else _("Edition %(number)d goes live")
    return _entry(
        "live" if is_past else "scheduled",
        edition.review,
        said % {"number": edition.number},
        at_time(edition.live_from),
    )


def _planned(review: Review) -> Entry:
    return _entry("planned", review, _("Planned. Nothing is published then."))


def _end_of_embargo(review: Review) -> Entry:
    assert review.embargo_until
    return _entry("embargo", review, _("The embargo ends"), at_time(review.embargo_until))


def _entry(kind: str, review: Review, said: str, at: str = "") -> Entry:
    url = reverse("admin:reviews_review_change", args=[review.pk])
    return Entry(kind, str(review), url, said, at)


class CalendarFilter(admin.SimpleListFilter):
    """Filters the list of reviews by a day of the calendar. Only shown while a day is chosen: by
    the link of a day with more entries than the calendar shows."""

    title = gettext_lazy("day in the calendar")
    parameter_name = "calendar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        day = self.day
        return [(day.isoformat(), spelled_out(day))] if day else []

    @property
    def day(self) -> date | None:
        try:
            day = date.fromisoformat(self.value() or "")
        except ValueError:
            return None
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        day = self.day
        if day is None:
            return queryset
        editions = Edition.objects.filter(_on_days("live_from", day, day), review=OuterRef("pk"))
        ending = _on_days("embargo_until", day, day)
        return queryset.filter(Q(Exists(editions)) | Q(planned_for=day) | ending)
