"""PostgreSQL stops, or is killed, while readers read and editors save."""

import signal
import time
from collections.abc import Callable
from functools import cache

from bench.load_faults.editors import Editor, Writer
from bench.load_faults.readers import Readers, at_work
from bench.load_faults.rows import AFTER, nothing_wrong, row
from bench.load_faults.services import PostgreSQL, postgresql, wait_until
from bench.load_faults.sites import CACHED, Trial, trial
from tests.processes.server import Browser

EDITORS = 4
AWAY_SECONDS = 4.0
UNCACHED = ("/search/?q=the", "/search/?q=review", "/films/shared/")
RECOVERY_SECONDS = 15.0


def write_reviews(found: Trial, count: int = EDITORS, *, pause: float = 0.5) -> list[Writer]:
    """Editors with a review each."""
    writers = []
    for number in range(count):
        editor = Editor(found.site, f"editor{number}")
        editor.sign_in()
        path = f"/admin/reviews/review/{found.reviews[number]}/change/"
        writers.append(Writer(editor, path, pause=pause))
    return writers


def said(writers: list[Writer]) -> str:
    """The answers of all ``writers``, added up."""
    total: dict[str, int] = {}
    for writer in writers:
        for name, count in writer.counts.items():
            total[name] = total.get(name, 0) + count
    return ", ".join(f"{name}: {total[name]}" for name in sorted(total))


def missing_words(found: Trial, writers: list[Writer]) -> list[str]:
    stored = found.texts()
    return [word for each in writers for word in each.acknowledged if word not in stored]


@cache
def site_on_postgresql() -> tuple[PostgreSQL, Trial]:
    """All rows of this module use it: recovery is without a restart of the site."""
    server = AFTER.enter_context(postgresql())
    return server, AFTER.enter_context(trial(server.url, editors=EDITORS))


def under_load(fault: Callable[[PostgreSQL], None]) -> str:
    server, found = site_on_postgresql()
    writers = write_reviews(found)
    found.warm()
    pages = Readers(found.site.port, CACHED[2:])
    others = Readers(found.site.port, UNCACHED, allowed=(200, 304, 503))
    with at_work(pages, others, *writers):
        wait_until(lambda: all(each.acknowledged for each in writers))
        fault(server)
        ready = wait_until(
            lambda: Browser(found.site).get("/readyz").status == 200, RECOVERY_SECONDS
        )
        marks = [len(each.acknowledged) for each in writers]
        wait_until(
            lambda: all(
                len(each.acknowledged) > mark for each, mark in zip(writers, marks, strict=True)
            )
        )
    after = sum(len(each.acknowledged) for each in writers)
    errors = found.errors()
    nothing_wrong(pages, others, *writers)
    assert not (lost := missing_words(found, writers)), f"acknowledged and lost: {lost}"
    assert not errors, f"{len(errors)} tracebacks in the log: {errors[:3]}"
    return (
        f"no acknowledged save of {after} lost; ready {ready:.1f} s after it was back; cached "
        f"pages {dict(pages.counts)}, others {dict(others.counts)}; editors {said(writers)}"
    )


@row(
    "PostgreSQL restarted", f"fast stop under load, away for {AWAY_SECONDS:.0f} s, started; 3 times"
)
def restarted() -> str:
    def fault(server: PostgreSQL) -> None:
        for _time in range(3):
            server.stop()
            time.sleep(AWAY_SECONDS)
            server.start()
            time.sleep(3)

    return under_load(fault)


@row(
    "PostgreSQL killed", f"kill -9 of the server under load, away for {AWAY_SECONDS:.0f} s, started"
)
def killed() -> str:
    def fault(server: PostgreSQL) -> None:
        server.stop(signal.SIGKILL)
        time.sleep(AWAY_SECONDS)
        server.start()

    return under_load(fault)


@row("PostgreSQL's connections killed", "kill -9 of all its processes of clients, 3 times in 6 s")
def backends_killed() -> str:
    def fault(server: PostgreSQL) -> None:
        for _time in range(3):
            assert server.kill_backends()
            time.sleep(0.5)
            wait_until(server.answers)
            time.sleep(1.5)

    return under_load(fault)
