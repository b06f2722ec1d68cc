"""Many editors at once, and readers for a long time."""

import html
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import linear_regression

from bench.load_faults.database_rows import missing_words, said, write_reviews
from bench.load_faults.editors import Editor, FactWriter, Publisher
from bench.load_faults.readers import Readers, at_work
from bench.load_faults.rows import nothing_wrong, row
from bench.load_faults.services import postgresql
from bench.load_faults.sites import Trial, trial
from tests.processes.server import ROOT, Browser

EDITORS = 50
FACT_EDITORS = 10
"""Of them, how many change one film. The others have a review each."""
EDITING_SECONDS = 60.0
EDITING_PAUSE = 12.0
"""Seconds between a save of an editor and the next form."""

LOAD_SECONDS = float(os.environ.get("LOAD_SECONDS", "600"))
WARM_UP = 0.5
"""The part of the load after which the memory is measured."""
LEAST_SECONDS = 300.0
"""The shortest load after which the memory says something: caches are filled for minutes."""
SAMPLE_SECONDS = 5.0
MOST_SLOPE = 1.0
"""MB a minute by which the memory of a worker may grow."""
CROWD = 40
CROWD_SECONDS = 15.0
"""So many readers come first, so that all threads of the workers have opened their connections to
SQLite before the memory is measured. A thread that begins later adds 2 MB."""
PUBLISHING_SECONDS = 20.0
READING_PAUSE = 0.01
"""Seconds between two requests of a reader. Few, so that the threads have opened their connections
and old garbage has been collected more than once before the memory is measured."""

OVERVIEW = 'from films.models import Film; print(Film.objects.get(slug="shared").overview)'
FILM = 'from films.models import Film; print(Film.objects.get(slug="shared").pk)'

DEMO = ("alien", "knives-out")
"""Reviews with pictures, curtains and a franchise."""
LINK = re.compile(r'(?:href|src)="(/(?!admin/|preview/)[^"#]*)"')
NOWHERE = (
    "/nowhere/",
    "/reviews/nowhere/",
    "/films/nowhere/",
    "/media/nowhere.jpg",
    "/wp-login.php",
)


def many_editors(found: Trial) -> str:
    film = found.site.shell(FILM).strip()
    writers = write_reviews(found, EDITORS - FACT_EDITORS, pause=EDITING_PAUSE)
    facts = []
    for number in range(EDITORS - FACT_EDITORS, EDITORS):
        editor = Editor(found.site, f"editor{number}")
        editor.sign_in()
        path = f"/admin/films/film/{film}/change/"
        facts.append(FactWriter(editor, path, pause=EDITING_PAUSE))
    readers = Readers(found.site.port, ("/", "/reviews/", "/films/shared/"), pause=0.5)
    with at_work(readers, *writers, *facts):
        time.sleep(EDITING_SECONDS)
    nothing_wrong(readers, *writers, *facts)
    lost = missing_words(found, writers)
    overview = found.site.shell(OVERVIEW).split()
    lost += [word for each in facts for word in each.acknowledged if word not in overview]
    assert not lost, f"acknowledged and lost: {lost}"
    assert not (errors := found.errors()), f"{len(errors)} tracebacks in the log: {errors[:3]}"
    saved = sum(len(each.acknowledged) for each in (*writers, *facts))
    slowest = max(each.editor.slowest for each in (*writers, *facts))
    return (
        f"no save of {saved} lost, no 500; reviews {said(writers)}; one film "
        f"{said(facts)}; the slowest answer {slowest:.1f} s; readers {dict(readers.counts)}, "
        f"the slowest {readers.slowest:.1f} s"
    )


_EDITING = (
    f"{EDITORS} editors for {EDITING_SECONDS:.0f} s: {FACT_EDITORS} of one film, the others of a "
    "review each"
)


@row("50 editors on SQLite", _EDITING)
def many_editors_on_sqlite() -> str:
    with trial(editors=EDITORS) as found:
        return many_editors(found)


@row("50 editors on PostgreSQL", _EDITING)
def many_editors_on_postgresql() -> str:
    with postgresql() as server, trial(server.url, editors=EDITORS) as found:
        return many_editors(found)


def memory_of(process: int) -> float:
    """MB of memory that the process has of its own and uses now (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"Process {process} has ended.")


def watched(processes: Iterable[int], seconds: float) -> dict[int, list[tuple[float, float]]]:
    """The memory of each process over ``seconds``, as (minute, MB)."""
    found: dict[int, list[tuple[float, float]]] = {process: [] for process in processes}
    begun = time.monotonic()
    while (elapsed := time.monotonic() - begun) < seconds:
        for process, samples in found.items():
            samples.append((elapsed / 60, memory_of(process)))
        time.sleep(SAMPLE_SECONDS)
    return found


def addresses(found: Trial) -> list[str]:
    """What a reader can follow from the front page in three steps, and addresses that are wrong."""
    browser = Browser(found.site)
    known, new = {"/"}, ["/"]
    for _step in range(3):
        pages = [
            browser.get(path).body for path in new if not path.startswith(("/media/", "/static/"))
        ]
        links = {html.unescape(link) for page in pages for link in LINK.findall(page)}
        new = sorted(links - known)[:400]
        known.update(new)
    searches = [f"/search/?q={word}" for word in ("the", "ship", "review", "nothing-at-all")]
    return [*sorted(known), *searches, *NOWHERE]


@row(
    "readers for a long time",
    f"{LOAD_SECONDS / 60:.0f} minutes of pages, 304s, reveals, searches, feeds, pictures and 404s, "
    f"while an editor publishes every {PUBLISHING_SECONDS:.0f} s",
)
def long_load() -> str:
    with trial() as found:
        files = [str(ROOT / "demo" / "reviews" / f"{name}.md") for name in DEMO]
        done = found.site.manage("import_review", "--publish", *files)
        assert done.returncode == 0, done.stderr
        paths = addresses(found)
        allowed = (200, 302, 304, 404)
        readers = Readers(found.site.port, paths, allowed=allowed, pause=READING_PAUSE)
        with at_work(readers, readers=CROWD):
            time.sleep(CROWD_SECONDS)
        [writer] = write_reviews(found, 1)
        publisher = Publisher(writer.editor, writer.path, pause=PUBLISHING_SECONDS)
        with at_work(readers, publisher, readers=4):
            memory = watched(found.site.workers_running(), LOAD_SECONDS)
        nothing_wrong(readers, publisher)
        assert not (lost := missing_words(found, [publisher])), f"acknowledged and lost: {lost}"
        assert not (errors := found.errors()), f"{len(errors)} tracebacks in the log: {errors[:3]}"
        said_of = []
        for samples in memory.values():
            warm = samples[int(len(samples) * WARM_UP) :]
            slope = linear_regression(*zip(*warm, strict=True)).slope
            said_of.append(f"{warm[0][1]:.0f} to {warm[-1][1]:.0f} MB, {slope:+.2f} MB a minute")
            is_warm = LOAD_SECONDS >= LEAST_SECONDS
            assert slope < MOST_SLOPE or not is_warm, f"memory grows: {said_of[-1]}"
        return (
            f"no error; {len(paths)} addresses {dict(readers.counts)}, the slowest "
            f"{readers.slowest:.1f} s; {publisher.counts['publish 302']} editions; memory of the "
            f"workers after {WARM_UP * LOAD_SECONDS / 60:.0f} minutes: {'; '.join(said_of)}"
        )
