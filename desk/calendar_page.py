"""A month of what goes live, what is planned and which embargoes end."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
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

from desk.date_style import at_time, day_in_words
from editions.models import Edition
from films.moments import time_zone_sentence
from reviews.models import Review

MOST = 200
"""The most entries of each kind in a month."""

FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class Entry:
    """``kind`` is "live", "scheduled", "planned" or "embargo". ``at`` is its time of day, "" if it
    has none."""

    kind: str
    title: str
    url: str
    said: str
    at: str = ""


@dataclass(slots=True)
class Day:
    day: date
    words: str
    is_today: bool
    is_outside: bool
    entries: list[Entry] = field(default_factory=list)


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
    today = timezone.localdate()
    weeks = [
        [Day(day, day_in_words(day), day == today, day.month != month.month) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
    days = {each.day: each for week in weeks for each in week}
    for day, entry in _entries(reviews, weeks[0][0].day, weeks[-1][-1].day):
        days[day].entries.append(entry)
    for each in days.values():
        each.entries.sort(key=lambda entry: (entry.at, entry.title))
    return weeks


def _entries(reviews: QuerySet[Review], first: date, last: date) -> Iterator[tuple[date, Entry]]:
    """The entries from the day ``first`` to the day ``last``."""
    zone, now = timezone.get_current_timezone(), timezone.now()
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    keys = reviews.values("pk")
    editions = Edition.objects.filter(review__in=keys, live_from__gte=begin, live_from__lt=end)
    for edition in editions.select_related("review").order_by("live_from")[:MOST]:
        is_past = edition.live_from <= now
        said = _("Edition %(number)d went live") if is_past else _("Edition %(number)d goes live")
        yield _at(
            edition.live_from,
            "live" if is_past else "scheduled",
            edition.review,
            said % {"number": edition.number},
        )
    planned = reviews.filter(planned_for__range=(first, last)).order_by("planned_for")
    for review in planned.only("headline", "planned_for")[:MOST]:
        assert review.planned_for
        entry = Entry(
            "planned", str(review), _url(review), _("Planned. Nothing is published then.")
        )
        yield review.planned_for, entry
    ending = reviews.filter(embargo_until__gte=begin, embargo_until__lt=end)
    for review in ending.order_by("embargo_until").only("headline", "embargo_until")[:MOST]:
        assert review.embargo_until
        yield _at(review.embargo_until, "embargo", review, _("The embargo ends"))


def _at(moment: datetime, kind: str, review: Review, said: str) -> tuple[date, Entry]:
    local = timezone.localtime(moment)
    return local.date(), Entry(kind, str(review), _url(review), said, at_time(moment))


def _url(review: Review) -> str:
    return reverse("admin:reviews_review_change", args=[review.pk])
