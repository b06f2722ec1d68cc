"""Tries the site behind Varnish and prints a table of what readers saw.

Exits 1 if a row has failed. Run by `make soak`. With parts of the names of rows, runs only these.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from bench.servers import stop_servers_when_terminated  # noqa: E402
from bench.shared_cache.editing import (  # noqa: E402
    EDITION_SECONDS,
    EDITIONS,
    LOAD_SECONDS,
    MAKE,
    MANY,
    SCHEDULED,
    SLOWLY,
    START,
)
from bench.shared_cache.on_its_way import seen_by_readers  # noqa: E402
from bench.shared_cache.readers import Editor, Seen, get, many_readers  # noqa: E402
from bench.shared_cache.varnish import Varnish  # noqa: E402
from tests.processes.server import Site, running_site  # noqa: E402

REVIEWS = 200
READERS = 4
LEAST_HIT_RATIO = 0.99

REVIEW = "/reviews/hammered/"

PATHS = [
    REVIEW,
    "/reviews/beside/",
    "/films/hammered/",
    "/critics/hammered/",
    "/",
    "/reviews/",
    "/feeds/reviews.atom",
    "/api/v1/reviews/hammered/",
]
"""Pages with the headline of the review."""


class Trial:
    """A site behind Varnish."""

    def __init__(self, site: Site, varnish: Varnish) -> None:
        self.site = site
        self.varnish = varnish

    def status(self, path: str) -> int:
        return get(self.varnish.port, path).status

    def number(self, path: str = REVIEW) -> int:
        """The edition that readers see."""
        numbers = re.findall(r"\bEdition (\d+)\b", get(self.varnish.port, path).body)
        return max(map(int, numbers), default=0)

    def publish(self) -> float:
        """Publish the next edition. Returns how many seconds it took."""
        code = f"{START}begun = edition(next_number); print(time.time() - begun)"
        return float(self.site.shell(code))

    def waiting(self) -> int:
        """How many purges wait for `run_due`."""
        return int(self.site.shell("from pages.models import Purge; print(Purge.objects.count())"))

    def watched(self, code: str) -> Seen:
        editor = Editor.start(self.site, code)
        return many_readers(self.varnish.port, PATHS, editor, READERS)


def under_load(trial: Trial) -> str:
    """Readers of all pages, most of them of few, while an edition is published every 10 seconds.

    Each page has been read before: what is measured are the pages that publishing purges.
    """
    pages = trial.site.folder / "paths"
    maps = re.findall(
        r"<loc>[^<]*?(/sitemaps/[^<]+)</loc>", get(trial.varnish.port, "/sitemap.xml").body
    )
    paths = ["/", REVIEW, "/films/hammered/"]
    for each in maps:
        page = get(trial.varnish.port, each.replace("&amp;", "&")).body
        paths += re.findall(r"<loc>https?://[^/<]*(/[^<]*)</loc>", page)
    pages.write_text("\n".join(dict.fromkeys(paths)))
    for path in paths:
        trial.status(path)
    before = trial.varnish.counters()
    editor = Editor.start(trial.site, SLOWLY)
    command = ["wrk", "-t1", "-c16", f"-d{LOAD_SECONDS}s", "-s", "bench/shared_cache/zipf.lua"]
    wrk = subprocess.run(
        [*command, trial.varnish.url],
        env=os.environ | {"PATHS": str(pages)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert editor.follow() == 0
    after = trial.varnish.counters()
    hits, misses = (after[f"cache_{name}"] - before[f"cache_{name}"] for name in ("hit", "miss"))
    ratio = hits / (hits + misses)
    assert "Non-2xx" not in wrk, wrk
    assert ratio > LEAST_HIT_RATIO, f"{hits} hits, {misses} misses"
    found = re.search(r"Requests/sec:\s+([\d.]+)", wrk)
    return (
        f"{ratio:.4f} of {hits + misses:,} requests, {len(paths):,} pages, {found and found[1]}/s"
    )


def never_stale(trial: Trial) -> str:
    seen = trial.watched(MANY)
    assert not seen.stale, f"{len(seen.stale)} stale: {seen.stale[:3]}"
    return f"no stale page in {seen.requests:,} requests; {seen.hits / seen.requests:.2f} hits"


def scheduled_minute(trial: Trial) -> str:
    seen = trial.watched(SCHEDULED)
    assert not seen.stale, f"{len(seen.stale)} late: {seen.stale[:3]}"
    assert not seen.early, f"{len(seen.early)} early: {seen.early[:3]}"
    return (
        f"none late, none early in {seen.requests:,} requests; {seen.hits / seen.requests:.2f} hits"
    )


def servers_down(trial: Trial) -> str:
    for path in PATHS:
        trial.status(path)
    assert trial.site.process
    os.killpg(trial.site.process.pid, 9)
    trial.site.process.wait()
    trial.site.process = None
    statuses = []
    end = time.monotonic() + 12
    while time.monotonic() < end:
        statuses += [trial.status(path) for path in PATHS]
        time.sleep(0.1)
    wrong = len(statuses) - statuses.count(200)
    unknown = trial.status("/reviews/?page=1&never=asked")
    trial.site.start()
    time.sleep(5)
    assert not wrong, f"{wrong} of {len(statuses)} failed"
    assert trial.status("/robots.txt") == 200
    return f"{len(statuses):,} requests in 12 s, all 200; a page that nobody has read: {unknown}"


def varnish_restarted(trial: Trial) -> str:
    number = trial.number()
    trial.varnish.stop()
    seconds = trial.publish()
    waiting = trial.waiting()
    trial.varnish.start()
    assert trial.number() == number + 1
    trial.site.manage("run_due")
    left = trial.waiting()
    assert (waiting, left) == (1, 0), (waiting, left)
    return f"published in {seconds:.2f} s; 1 purge waited, none after run_due"


def varnish_unreachable(trial: Trial) -> str:
    number = trial.number()
    trial.varnish.freeze()
    seconds = trial.publish()
    trial.varnish.thaw()
    before = trial.number()
    again = trial.publish()
    trial.site.manage("run_due")
    assert trial.number() == number + 2, (number, before, trial.number())
    trial.publish()
    assert trial.number() == number + 3, (number, before, trial.number())
    former = "the former page" if before == number else "a present page"
    return f"published in {seconds:.2f} s, the next one in {again:.2f} s; {former} until run_due"


def withdrawn(trial: Trial) -> str:
    assert trial.status("/reviews/beside/") == 200
    trial.site.shell(
        "from editions.publishing import withdraw; from reviews.models import Review;"
        "withdraw(review=Review.objects.get(slug='beside'))"
    )
    assert trial.status("/reviews/beside/") == 410
    assert "/reviews/beside/" not in get(trial.varnish.port, "/films/hammered/").body
    return "410, and gone from the page of its film"


def fact_changed(trial: Trial) -> str:
    trial.site.shell(
        "from films.models import Film; film = Film.objects.get(slug='hammered');"
        "film.title = 'Another Name'; film.save()"
    )
    assert "Another Name" in get(trial.varnish.port, "/films/hammered/").body
    ports = trial.varnish.port, trial.site.port
    stale = [path for path in PATHS if len({get(port, path).body for port in ports}) > 1]
    assert not stale, stale
    return "every page as the server of the site has it"


def on_its_way(trial: Trial) -> str:
    seen = seen_by_readers()
    assert seen == ["Edition 2"] * 3, seen
    return "the new page for all who wait for it, and later"


def one_copy(trial: Trial) -> str:
    trial.status("/reviews/?genre=none&page=1")
    path = "/reviews/?utm_source=a&genre=none&utm_medium=b&page=1&fbclid=c"
    assert get(trial.varnish.port, path).cache == "hit"
    assert get(trial.varnish.port, "/search/?q=edition").cache == "miss"
    assert get(trial.varnish.port, "/search/?q=edition").cache == "miss"
    assert get(trial.varnish.port, "/admin/login/").cache == "miss"
    headers = {"Surrogate-Key": "site", "X-Forwarded-For": "192.0.2.1"}
    assert get(trial.varnish.port, "/", "PURGE", headers).status == 403
    return "one copy of a page; none of search and admin; a reader cannot purge"


TRIALS: list[tuple[str, Callable[[Trial], str]]] = [
    (f"readers, an edition every {EDITION_SECONDS} s", under_load),
    (f"{EDITIONS} editions under readers", never_stale),
    ("scheduled minutes under readers", scheduled_minute),
    ("all servers of the site killed", servers_down),
    ("Varnish stopped, published, started", varnish_restarted),
    ("Varnish does not answer, published", varnish_unreachable),
    ("a review withdrawn", withdrawn),
    ("a fact changed", fact_changed),
    ("purged while an answer is on its way", on_its_way),
    ("what is kept, and who may purge", one_copy),
]


def main(names: list[str]) -> int:
    stop_servers_when_terminated()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        varnish = Varnish(Path(folder))
        served = running_site(
            Path(folder),
            PAGE_CACHE_BYTES="33554432",
            CACHE_PURGE_URL=varnish.url,
            GRANIAN_BLOCKING_THREADS="16",
        )
        with served as site:
            site.shell(MAKE)
            made = site.manage("make_corpus", "--reviews", str(REVIEWS), "--add")
            assert made.returncode == 0, made.stderr
            varnish.app_port = site.port
            varnish.start()
            trial = Trial(site, varnish)
            try:
                for name, run in TRIALS:
                    if names and not any(each in name for each in names):
                        continue
                    try:
                        result = run(trial)
                    except AssertionError as error:
                        failed += 1
                        result = f"FAILED: {error}"
                    print(f"{name:<38} {result}", flush=True)
            finally:
                varnish.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
