"""What a newsletter has: one review with its whole text, or the reviews of a week.

Its texts are those of the feeds: redacted, each curtain a link, every address absolute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editions.models import Edition, EditionQuerySet
from editions.rendered import Rendering
from editions.rerendering import with_renderings
from films.known_dates import spelled_out
from films.moments import moment_at
from pages.absolute_urls import absolute_url, page_url
from pages.feeds.full_text import full_text, verdict_line
from pages.site import current_site

MOST = 100
"""The most reviews of a week."""

FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class Entry:
    """A review in a newsletter. ``html`` is the whole redacted text as in the feeds, or "" where
    the entry only leads to the review."""

    url: str
    headline: str
    film: str
    critics: str
    verdict: str
    standfirst: str
    picture: str
    alt: str
    language: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Issue:
    """``name`` is that of its files, without an ending. ``heading`` stands above the entries; it is
    "" for one review, which has its own."""

    name: str
    title: str
    heading: str
    entries: tuple[Entry, ...]


def review_issue(slug: str) -> Issue | None:
    """The newsletter with the live edition of one review; None if there is none."""
    found = Edition.objects.live().filter(review__slug=slug)
    for edition, rendering in _rendered(found):
        entry = _entry(edition, rendering, full_text(edition, rendering))
        return Issue(f"newsletter-{slug}", edition.headline, "", (entry,))
    return None


def week_issue(week: "Week") -> Issue:
    """The newsletter with the reviews that were first published in ``week``, the newest first."""
    found = Edition.objects.live().filter(
        first_live_from__gte=week.begins, first_live_from__lt=week.ends
    )
    entries = tuple(_entry(edition, rendering) for edition, rendering in _rendered(found))
    title = _("%(site)s: reviews from %(first)s to %(last)s") % {
        "site": current_site().site_name,
        "first": spelled_out(week.monday),
        "last": spelled_out(week.monday + timedelta(days=6)),
    }
    return Issue(f"newsletter-{week}", title, title, entries)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday in the time zone of the site, by ISO 8601."""

    monday: date

    @classmethod
    def of(cls, written: str) -> "Week":
        """``written`` is like 2026-W48, or "" for the present week. Raises `ValueError`."""
        if not written:
            today = timezone.localdate()
            return cls(today - timedelta(days=today.weekday()))
        year, sign, number = written.partition("-W")
        if not (sign and year.isdecimal() and number.isdecimal() and len(written) == 8):
            raise ValueError(written)
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValueError(written)
        return cls(date.fromisocalendar(int(year), int(number), 1))

    def __str__(self) -> str:
        year, number, _day = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    def later(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    @property
    def begins(self) -> datetime:
        return moment_at(self.monday, time())

    @property
    def ends(self) -> datetime:
        return self.later(1).begins


def _rendered(editions: EditionQuerySet) -> Iterator[tuple[Edition, Rendering]]:
    """The editions that can be read, as the feeds load them. Two queries."""
    newest = (
        editions.select_related("review", "film", "lead_image")
        .prefetch_related("bylines__critic")
        .with_renderings()
        .order_by("-first_live_from", "-review_id")[:MOST]
    )
    return with_renderings(newest)


def _entry(edition: Edition, rendering: Rendering, html: str = "") -> Entry:
    image = edition.lead_image
    return Entry(
        url=page_url("review", edition.review.slug),
        headline=edition.headline,
        film=str(edition.film),
        critics=edition.byline(),
        verdict=verdict_line(rendering.verdict) if rendering.verdict else "",
        standfirst=edition.standfirst,
        picture=absolute_url(image.file.url) if image else "",
        alt=image.alt if image else "",
        language=rendering.language,
        html=mark_safe(html),  # noqa: S308  (sanitised by full_text)
    )
