"""Counts the readers of each review on one day in the logs of the front server.

A reader is an address and a program. While the day is counted, both are kept as a hash with a
random key that exists in memory only; afterwards there are numbers and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from urllib.parse import unquote

from django.db import transaction
from django.utils import timezone

from monitoring.access_log import Request, requests
from monitoring.models import DayOfReview
from pages.paths import reverse
from reviews.models import Review, ReviewSlug

_PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|archiver|preview|feed|fetch|monitor|uptime|scan|headless|lighthouse"
    r"|https?:|^[^/]*$|\b(?:curl|wget|python|java|go-http-client|libwww|okhttp|node|ruby|php)\b",
    re.IGNORECASE,
)
"""Programs that are no browser of a reader. A browser names itself "Mozilla/5.0 …"."""

SLUG = "a-slug"

AT_ONCE = 1_000


@dataclass(slots=True)
class Tally:
    """What the logs have of one day: the views and the hashes of the readers by slug.

    ``unread``: lines in another format. ``days``: all days in the logs.
    """

    views: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    readers: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    lines: int = 0
    unread: int = 0
    days: set[date] = field(default_factory=set)


def count_day(day: date, logs: Iterable[Path]) -> Tally:
    """The requests for the pages of reviews on ``day`` in ``logs``. Raises OSError."""
    tally = Tally()
    before, after = map(re.escape, reverse("pages:review", args=[SLUG]).split(SLUG))
    path = re.compile(f"{before}([^/]+){after}")
    key = token_bytes(16)
    for log in logs:
        for request in requests(log):
            tally.lines += 1
            if request is None:
                tally.unread += 1
                continue
            at = timezone.localdate(request.moment)
            tally.days.add(at)
            found = path.fullmatch(unquote(request.path))
            if found and at == day and _is_of_reader(request):
                reader = blake2b(f"{request.address} {request.program}".encode(), key=key)
                tally.views[found[1]] += 1
                tally.readers[found[1]].add(reader.digest()[:8])
    return tally


def _is_of_reader(request: Request) -> bool:
    # 304 answers a browser that has the page already.
    return (
        request.method == "GET"
        and request.status in (200, 304)
        and not _PROGRAM.search(request.program)
    )


def store_day(day: date, tally: Tally) -> int:
    """Replace the numbers of ``day``; returns how many reviews were read."""
    views: defaultdict[int, int] = defaultdict(int)
    readers: defaultdict[int, set[bytes]] = defaultdict(set)
    # A review whose slug has changed since has two.
    for slug, review in _reviews(list(tally.views)):
        views[review] += tally.views[slug]
        readers[review] |= tally.readers[slug]
    rows = [
        DayOfReview(review_id=pk, day=day, readers=len(readers[pk]), views=views[pk])
        for pk in views
    ]
    with transaction.atomic():
        DayOfReview.objects.filter(day=day).delete()
        DayOfReview.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def _reviews(slugs: list[str]) -> set[tuple[str, int]]:
    """Each of ``slugs`` that a review has or had, with its primary key."""
    found: set[tuple[str, int]] = set()
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        found.update(Review.objects.filter(slug__in=some).values_list("slug", "pk"))
        found.update(ReviewSlug.objects.filter(slug__in=some).values_list("slug", "review"))
    return found
