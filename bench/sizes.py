"""Times every kind of page with many reviews and with a thousand: `python -m bench.sizes N`.

On SQLite; on PostgreSQL if DATABASE_URL is that of a server (`scripts/with-postgres`). Two sites
with one worker each and a page cache in which no page fits are asked in turn. Exits 1 if a target
is missed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import corpora, curtain
from bench.latency import Client, Timings, compare, resident_megabytes
from bench.servers import VAR, stop_servers_when_terminated

SMALL = 1_000
MAX_P95, MAX_P95_OF_COMMONEST = 50.0, 150.0
"""In milliseconds."""

COMMONEST = "search, the commonest words"
MAX_RATIO = 2.0
MAX_MEGABYTES = 150.0
MAX_REBUILD_SECONDS = 120.0
REBUILD_TIMEOUT = 900.0


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    small: Timings
    large: Timings

    @property
    def ratio(self) -> float:
        return self.large.quantile(0.5) / self.small.quantile(0.5)

    @property
    def misses(self) -> list[str]:
        limit = MAX_P95_OF_COMMONEST if self.name == COMMONEST else MAX_P95
        return [
            name
            for name, is_missed in (
                ("status", self.large.status != 200),
                ("p95", self.large.quantile(0.95) > limit),
                ("ratio", self.ratio >= MAX_RATIO),
            )
            if is_missed
        ]

    def __str__(self) -> str:
        return (
            f"| {self.name} | {self.small.quantile(0.5):.1f} | {self.large.quantile(0.5):.1f} "
            f"| {self.ratio:.1f} | {self.large.quantile(0.95):.1f} "
            f"| {self.large.processor_milliseconds:.1f} | {', '.join(self.misses)} |"
        )


def addresses(env: dict[str, str], site: curtain.Site) -> tuple[str, dict[str, list[str]]]:
    """The session and the addresses that `bench.addresses` finds."""
    command = [sys.executable, "-m", "bench.addresses", site.origin]
    done = subprocess.run(command, env=os.environ | env, check=True, capture_output=True)
    found = json.loads(done.stdout)
    return found["session"], found["rows"]


def measured(environments: list[dict[str, str]]) -> Iterator[Row | float]:
    """The rows of the table, and at the end the megabytes of the larger site's worker."""
    small_env, large_env = environments
    with (
        curtain.serving(small_env, page_cache_bytes=curtain.FITS_NO_PAGE, workers=1) as small,
        curtain.serving(large_env, page_cache_bytes=curtain.FITS_NO_PAGE, workers=1) as large,
    ):
        found = [addresses(small_env, small), addresses(large_env, large)]
        sessions, rows = zip(*found, strict=True)
        clients = [
            Client(site, session) for site, session in zip((small, large), sessions, strict=True)
        ]
        for name in rows[0]:
            if name in rows[1]:
                yield Row(name, *compare(clients, [of[name] for of in rows]))
        yield max(map(resident_megabytes, clients[1].workers))


def rebuild_seconds(env: dict[str, str]) -> float:
    """How long `rebuild_search` takes; it is stopped after `REBUILD_TIMEOUT`."""
    start = time.monotonic()
    command = [sys.executable, "manage.py", "rebuild_search"]
    try:
        subprocess.run(command, env=os.environ | env, check=True, timeout=REBUILD_TIMEOUT)
    except subprocess.TimeoutExpired:
        print(f"rebuild_search was stopped after {REBUILD_TIMEOUT:.0f} s.")
    return time.monotonic() - start


def main() -> int:
    stop_servers_when_terminated()
    reviews = int(sys.argv[1].replace(",", "").replace("_", ""))
    VAR.mkdir(parents=True, exist_ok=True)
    server = os.environ.get("DATABASE_URL", "")
    if server:
        environments = [corpora.postgresql(size, server) for size in (SMALL, reviews)]
    else:
        environments = [corpora.sqlite(size) for size in (SMALL, reviews)]
    for env in environments:
        env.setdefault("PYTHONUNBUFFERED", "1")
    curtain.manage(environments[0], "collectstatic", "--no-input", "--verbosity=0")
    print(f"\n{'PostgreSQL' if server else 'SQLite'}, times in milliseconds\n")
    print(f"| page | p50 at {SMALL:,} | p50 at {reviews:,} | ratio | p95 | processor | missed |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    missed = 0
    for row in measured(environments):
        if isinstance(row, Row):
            print(row, flush=True)
            missed += bool(row.misses)
        else:
            print(f"\nWorker: {row:.0f} MB (< {MAX_MEGABYTES:.0f})")
            missed += row >= MAX_MEGABYTES
    seconds = rebuild_seconds(environments[1])
    print(f"rebuild_search: {seconds:.0f} s (< {MAX_REBUILD_SECONDS:.0f})")
    missed += seconds >= MAX_REBUILD_SECONDS
    print(f"Missed: {missed}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
