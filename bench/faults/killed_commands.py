"""kill -9 of commands in the middle of what they do."""

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PIL import Image as Pillow

from bench.faults.case import Bench, Case, counted, fault, kill, moments, start
from bench.servers import ROOT
from tests.factories import picture_bytes
from tests.moving.exports import item, wxr
from tests.processes.server import Site, new_site
from tests.upgrades.test_from_the_first_schema import COUNT, FIRST

KILLS = 5
POSTS = 8

OUTDATED = """
from editions.models import Edition, EditionBody
from editions.publishing import publish
from reviews.models import Review
from spoilers import REDACTOR_VERSION
review = Review.objects.get(slug="sample")
for number in range(105):
    publish(review=review)
Edition.objects.update(redactor_version=REDACTOR_VERSION - 1, headline="old")
EditionBody.objects.update(rendered={}, search_text="")
"""

RENDER_SECONDS = 3

FIRST_SCHEMA = f"""
from django.core.management import call_command
for target in {(("auth",), *((app, "0001") for app in FIRST))!r}:
    call_command("migrate", *target, verbosity=0)
from tests.upgrades.load_rows import main
main()
"""

UPGRADED = ["9", "9", "16", "160", "True", "True", "0"]


def killed_when(
    site: Site, condition: Callable[[], object], *arguments: str, delay: float = 0
) -> bool:
    """Start a command, and kill it ``delay`` seconds after ``condition`` is true. Whether it was
    still at work."""
    process = start(site, *arguments)
    while process.poll() is None and not condition():
        time.sleep(0.002)
    return _kill_after(process, delay)


def killed_after_line(site: Site, words: str, *arguments: str, delay: float) -> bool:
    """As `killed_when`: ``delay`` seconds after the command has printed ``words``."""
    process = start(site, *arguments)
    assert process.stdout
    for line in process.stdout:
        if words in line:
            break
    return _kill_after(process, delay)


def _kill_after(process: "subprocess.Popen[str]", delay: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(delay)
    was_at_work = process.poll() is None
    kill(process)
    return was_at_work


def small_documents(folder: Path) -> list[str]:
    """Two of the demo reviews, with small pictures, which are quickly read."""
    (folder / "images").mkdir(parents=True)
    for path in (ROOT / "demo" / "reviews" / "images").iterdir():
        with Pillow.open(path) as picture:
            picture.thumbnail((360, 360))
            picture.save(folder / "images" / path.name)
    files = []
    for name in ("knives-out", "glass-onion"):
        file = folder / f"{name}.md"
        file.write_bytes((ROOT / "demo" / "reviews" / file.name).read_bytes())
        files.append(str(file))
    return files


def importing_a_site(folder: Path) -> list[str]:
    """The command that moves in an export, which is made in ``folder``."""
    folder.mkdir()
    posts = []
    for number in range(POSTS):
        (folder / f"still-{number}.png").write_bytes(picture_bytes(number, width=700))
        content = f'<p>Good.</p><img src="https://old.example/still-{number}.png" alt="A">'
        title = f"Review: Film {number} ({1980 + number})"
        posts.append(item(number + 1, title, content).replace("/heat/", f"/film-{number}/"))
    (folder / "export.xml").write_text(wxr(*posts))
    command = ["import_site", str(folder / "export.xml"), "--format", "wordpress"]
    return [*command, "--files", str(folder), "--publish"]


def pictures(case: Case) -> int:
    folder = case.site.folder / "media" / "images"
    return sum(path.is_file() for path in folder.rglob("*")) if folder.exists() else 0


@fault(
    "killed: import_review",
    "kill -9 of import_review --publish of 2 documents, while it reads and stores pictures; again",
)
def import_review(bench: Bench) -> str:
    with bench.copy() as case:
        command = ["import_review", "--publish", *small_documents(case.site.folder / "documents")]
        for wanted in (1, 4, 9):
            before = pictures(case)
            killed_when(case.site, lambda: pictures(case) >= before + wanted, *command)  # noqa: B023
            assert case.count("reviews_review") == case.count("editions_edition")
        result = case.site.manage(*command)
        # Those that a killed run has imported are there: all of it, or nothing.
        assert "Traceback" not in result.stderr, result.stderr
        assert case.count("editions_edition") == case.count("reviews_review") == 2, result.stderr
        orphans = case.check(deleting_orphans=True)
    return f"3 kills, {orphans} orphans, found and deleted"


@fault(
    "killed: import_site",
    f"kill -9 of import_site --publish of {POSTS} posts with pictures, {KILLS} times; each goes on",
)
def import_site(bench: Bench) -> str:
    with bench.copy() as case:
        command = importing_a_site(case.site.folder / "export")
        for _kill in range(KILLS):
            before = pictures(case)
            killed_when(case.site, lambda: pictures(case) > before + 2, *command)  # noqa: B023
        case.manage(*command)
        assert case.count("reviews_review") == case.count("images_image") == POSTS
        assert case.count("moving_moveditem") == POSTS
        orphans = case.check(deleting_orphans=True)
    return f"{POSTS} posts, each once, with its picture; {orphans} orphans, found and deleted"


@fault(
    "killed: migrate",
    "kill -9 of migrate from the first schema, again and again, at most 2 s further; migrate",
)
def migrate(bench: Bench) -> str:
    folder = bench.new_folder()
    folder.mkdir()
    with new_site(folder, workers=1) as site:
        case = Case(site)
        site.shell(FIRST_SCHEMA)
        # Nothing is printed while the index of the search is made, and so on.
        kills = [
            killed_after_line(site, "Applying", "migrate", delay=delay) for delay in moments(2, 5)
        ]
        case.manage("migrate")
        assert site.shell(COUNT).split() == UPGRADED
        # The files of its pictures are not there.
        case.check(but="has no file")
    return f"{sum(kills)} kills; the upgraded demo site is whole"


@fault(
    "killed: editions rendered again",
    "kill -9 of migrate, 4 times, while it renders 106 editions for a new redactor; migrate",
)
def rerender(bench: Bench) -> str:
    with bench.copy() as case:
        case.set_up()
        case.site.shell(OUTDATED)
        left = []
        for delay in moments(RENDER_SECONDS, 3):
            if not left or not left[-1]:
                case.site.shell(OUTDATED.replace("range(105)", "()"))
            killed_after_line(case.site, "Rendering", "migrate", delay=delay)
            left.append(case.count("editions_edition WHERE headline = 'old'"))
            assert left[-1] == case.count("editions_editionbody WHERE search_text = ''")
        # Some of them are rendered.
        old = "editions_edition WHERE headline = 'old'"
        case.site.shell(OUTDATED.replace("range(105)", "()"))
        killed_when(case.site, lambda: case.count(old) < 106, "migrate")
        left.append(case.count(old))
        case.manage("migrate")
        case.check()
    return f"left to the next run: {', '.join(map(str, left))}"


@fault(
    "killed: backup",
    f"kill -9 of backup, {KILLS} times; again",
)
def backup(bench: Bench) -> str:
    case = bench.case
    folder = case.site.folder / "backups"
    folder.mkdir(exist_ok=True)
    unfinished = []
    for delay in moments(0.3, KILLS):
        before = set(folder.iterdir())
        killed_when(
            case.site,
            lambda: set(folder.iterdir()) - before,  # noqa: B023
            *("backup", str(folder), "--keep", "1"),
            delay=delay,
        )
        unfinished.append(any(path.name.startswith(".") for path in folder.iterdir()))
    case.manage("backup", str(folder), "--keep", "1")
    names = [path.name for path in folder.iterdir()]
    assert [name[:8] for name in names] == ["curtain-"], names
    case.check()
    return counted(unfinished, "unfinished, deleted by the next run", "finished")


@fault("killed: restore", f"kill -9 of restore into an empty site, {KILLS} times; restored")
def restore(bench: Bench) -> str:
    file = bench.case.site.folder / "whole.backup"
    bench.case.manage("backup", str(file))
    with bench.copy() as case:
        files = []
        for delay in (0, 0, 0.005, 0.02, 0.1):
            before = pictures(case)
            killed_when(
                case.site,
                lambda: pictures(case) > before,  # noqa: B023
                *("restore", str(file)),
                delay=delay,
            )
            files.append(pictures(case))
            if case.count("reviews_review"):
                break
        if not case.count("reviews_review"):
            case.manage("restore", str(file))
        # It makes what is made of the rows, if the kill came after these were stored.
        case.manage("migrate")
        assert case.digest() == bench.case.digest(), "it is not the same site"
        case.check()
    return f"files that the kills left: {', '.join(map(str, files))}; the restored site is the same"
