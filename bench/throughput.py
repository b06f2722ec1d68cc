"""Requests a second of a review page beside nginx, plain Django and Wagtail:
`python -m bench.throughput [SECONDS]`.

All servers run at once with the same number of workers, and are measured in turn, `ROUNDS` times,
for SECONDS each. The table has the median of each figure. Only ratios of figures of one run mean
anything. Exits 1 if a target is missed.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from bench import curtain
from bench.load import CONNECTIONS, Run, Subject, fetch, measure
from bench.peers import bare_wsgi, nginx, plain_django, wagtail
from bench.servers import WORKERS, stop_servers_when_terminated

ROUNDS = 3
REVIEW = "/reviews/alien/"
SEARCH = "/search/?q=alien"
MAX_START_SECONDS = 2.0

NGINX = "nginx, the same bytes"
BARE = "a bare WSGI application"
DJANGO = "Django, its cache middleware"
WAGTAIL = "Wagtail"
WAGTAIL_CACHED = "Wagtail, Django's page cache"
HIT = "Curtain, a hit"
NOT_MODIFIED = "Curtain, a 304"
COLD_REVIEW = "Curtain, a cold review"
COLD_LIST = "Curtain, a cold list"
FRAGMENT = "Curtain, a cold fragment"
COLD_SEARCH = "Curtain, a search"


@dataclass(frozen=True, slots=True)
class Figures:
    """All rounds of one subject."""

    runs: list[Run]

    @property
    def per_second(self) -> float:
        return median(run.per_second for run in self.runs)

    @property
    def p50(self) -> float:
        return median(run.p50 for run in self.runs)

    @property
    def p99(self) -> float:
        return median(run.p99 for run in self.runs)


@dataclass(frozen=True, slots=True)
class Target:
    """``reached`` is the ratio of two figures, ``wanted`` its bound."""

    sentence: str
    reached: float
    wanted: float
    is_maximum: bool = False

    @property
    def is_missed(self) -> bool:
        return self.reached > self.wanted if self.is_maximum else self.reached < self.wanted

    def __str__(self) -> str:
        sign = "≤" if self.is_maximum else "≥"
        missed = "  MISSED" if self.is_missed else ""
        return f"{self.sentence}: {self.reached:.2f} ({sign} {self.wanted:g}){missed}"


def subjects(stack: ExitStack) -> Iterator[tuple[Subject, float]]:
    """What is measured, while ``stack`` is open, with the seconds that its server took to start."""
    demo = stack.enter_context(curtain.demo_folder())
    cached = stack.enter_context(curtain.serving(demo, page_cache_bytes=curtain.CACHE_BYTES))
    cold = stack.enter_context(curtain.serving(demo))
    dumped = subprocess.run(
        [sys.executable, "-m", "bench.demo_reviews"],
        env=os.environ | demo,
        check=True,
        capture_output=True,
    )
    reviews = [wagtail.WagtailReview(**review) for review in json.loads(dumped.stdout)]
    marker = next(review.headline for review in reviews if review.slug == "alien")

    page = fetch(cached.origin + REVIEW)
    files = stack.enter_context(nginx.serving({"page.html": page.body}))
    yield Subject(NGINX, f"{files}/page.html", marker), 0
    yield Subject(HIT, cached.origin + REVIEW, marker), cached.start_seconds
    if etag := page.headers.get("etag"):
        conditional = {"If-None-Match": etag}
        yield Subject(NOT_MODIFIED, cached.origin + REVIEW, "", 304, conditional), 0
    yield Subject(COLD_REVIEW, cold.origin + REVIEW, marker), cold.start_seconds
    yield Subject(COLD_LIST, f"{cold.origin}/reviews/", marker), 0
    yield Subject(FRAGMENT, cold.origin + fragment(page.body.decode()), "<"), 0
    yield Subject(COLD_SEARCH, cold.origin + SEARCH, marker), 0

    yield Subject(BARE, stack.enter_context(bare_wsgi.serving(page.body)), marker), 0
    address = stack.enter_context(plain_django.serving(page.body.decode()))
    yield Subject(DJANGO, address, marker), 0
    filled = stack.enter_context(wagtail.filled_folder(reviews))
    for name, is_cached in ((WAGTAIL, False), (WAGTAIL_CACHED, True)):
        origin = stack.enter_context(wagtail.serving(filled, cached=is_cached))
        yield Subject(name, f"{origin}/reviews/alien/", marker), 0


def fragment(html: str) -> str:
    """The path of the first curtain on a page, which its script fetches."""
    found = re.search(r"/reviews/[\w-]+/editions/\d+/curtains/[\w-]+/", html)
    if found is None:
        sys.exit("The review has no curtain.")
    return found[0]


def targets(figures: dict[str, Figures], start_seconds: float) -> list[Target]:
    rates = {name: found.per_second for name, found in figures.items()}
    return [
        Target("a hit, of nginx's requests a second", rates[HIT] / rates[NGINX], 0.6),
        Target("a hit, of Wagtail's with a page cache", rates[HIT] / rates[WAGTAIL_CACHED], 8),
        Target("a hit, of Wagtail's", rates[HIT] / rates[WAGTAIL], 250),
        Target("p99 of a hit, of nginx's", figures[HIT].p99 / figures[NGINX].p99, 5, True),
        Target("a cold review, of Wagtail's", rates[COLD_REVIEW] / rates[WAGTAIL], 4),
        Target("seconds from the start to the first page", start_seconds, MAX_START_SECONDS, True),
    ]


def table(figures: dict[str, Figures]) -> Iterator[str]:
    """A Markdown table, the fastest first."""
    limit = figures[NGINX].per_second
    yield "| answer | requests/s | least | most | of nginx | p50 ms | p99 ms |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, found in sorted(figures.items(), key=lambda item: -item[1].per_second):
        rates = [run.per_second for run in found.runs]
        yield (
            f"| {name} | {found.per_second:,.0f} | {min(rates):,.0f} | {max(rates):,.0f} "
            f"| {found.per_second / limit:.4f} | {found.p50:.2f} | {found.p99:.2f} |"
        )


def main() -> int:
    stop_servers_when_terminated()
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with ExitStack() as stack:
        found = list(subjects(stack))
        start_seconds = max(start for _subject, start in found)
        runs: dict[str, list[Run]] = {subject.name: [] for subject, _start in found}
        for _round in range(ROUNDS):
            for subject, _start in found:
                runs[subject.name].append(measure(subject, seconds))
    figures = {name: Figures(of) for name, of in runs.items()}
    print("\n".join(table(figures)))
    print(f"\n{WORKERS} workers, {CONNECTIONS} connections, {ROUNDS} rounds of {seconds} s")
    if NOT_MODIFIED not in figures:
        print("The site sends no ETag with a review, so no 304 was measured.")
    reached = targets(figures, start_seconds)
    print("\n".join(map(str, reached)))
    limit = figures[BARE].per_second
    print(f"A bare WSGI application reaches {limit / figures[NGINX].per_second:.2f} of nginx;")
    print(f"a hit reaches {figures[HIT].per_second / limit:.2f} of that application.")
    return int(any(target.is_missed for target in reached))


if __name__ == "__main__":
    sys.exit(main())
