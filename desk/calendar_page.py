"""A month of what goes live, what is planned and which embargoes end."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from desk.calendar_entries import CalendarFilter, DayEntries, Entry, entries_by_day
from desk.date_style import day_in_words
from films.known_dates import FIRST_YEAR, LAST_YEAR
from films.moments import time_zone_sentence
from reviews.models import Review

NO_ENTRIES = DayEntries([], 0)


@dataclass(frozen=True, slots=True)
class Day:
    """``url`` is the list of all reviews that have an entry on the day."""

    day: date
    words: str
    is_today: bool
    is_outside: bool
    entries: list[Entry]
    left_out: int
    url: str


class CalendarPage(ModelAdmin):
    """Mixin for the admin of `Review`."""

    def calendar_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("calendar/", view, name="reviews_review_calendar")]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """The month ``?month=2026-12``, or this one, of the reviews that the account may see."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        month = _month(request.GET.get("month", ""))
        visible = self.get_queryset(request).order_by().prefetch_related(None)
        page = reverse("admin:reviews_review_calendar")
        context = {
            "opts": self.opts,
            "title": _("Calendar"),
            "subtitle": date_format(month, pgettext("date format", "F Y")),
            "weeks": _weeks(month, visible),
            "weekdays": [_weekday(number) for number in range(7)],
            "previous": f"{page}?month={_before(month):%Y-%m}",
            "next": f"{page}?month={_after(month):%Y-%m}",
            "this_month": page,
            "time_zone_sentence": time_zone_sentence(),
        }
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/desk/calendar.html", context)


def _month(text: str) -> date:
    """The first day of the month ``text``; of the present month if it is none."""
    try:
        month = datetime.strptime(f"{text}-01", "%Y-%m-%d").date()  # noqa: DTZ007
        if FIRST_YEAR <= month.year <= LAST_YEAR:
            return month
    except ValueError:
        pass
    return timezone.localdate().replace(day=1)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _weekday(number: int) -> str:
    return date_format(date(2024, 1, 1) + timedelta(days=number), "D")


def _weeks(month: date, reviews: QuerySet[Review]) -> list[list[Day]]:
    """The weeks of ``month``, from Monday, with their entries. Three queries."""
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    entries = entries_by_day(reviews, weeks[0][0], weeks[-1][-1])
    return [[_day(day, month, entries.get(day, NO_ENTRIES)) for day in week] for week in weeks]


def _day(day: date, month: date, found: DayEntries) -> Day:
    page = reverse("admin:reviews_review_changelist")
    return Day(
        day,
        day_in_words(day),
        is_today=day == timezone.localdate(),
        is_outside=day.month != month.month,
        entries=found.entries,
        left_out=found.left_out,
        url=f"{page}?{CalendarFilter.parameter_name}={day.isoformat()}",
    )
