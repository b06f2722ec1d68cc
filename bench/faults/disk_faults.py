"""Disks that are full, read-only or broken, under a server and under commands."""

import os
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection

from bench.faults.case import Bench, Case, NotTried, database_of, fault, until
from bench.faults.disks import BreakableDisk, full, may_mount, read_only, small_disk
from bench.faults.killed_commands import POSTS, importing_a_site, pictures, small_documents
from tests.factories import picture_bytes
from tests.faults import KeptForm
from tests.processes.server import Answer, Browser

PAGES = ["/", "/reviews/", "/reviews/sample/", "/films/", "/search/?q=sample"]
DISK = "The disk of the site is full or cannot be written"
MEGABYTES = 120
LARGE = picture_bytes(6) + b"\0" * 3_000_000
"""A picture that has a temporary file while it is uploaded."""


@contextmanager
def on_a_small_disk(
    bench: Bench, *, is_empty: bool = False, moves_database: bool = True
) -> Iterator[Case]:
    """A site whose files are on a small disk; so is its database, on PostgreSQL if it is moved."""
    _need_root()
    folder = bench.new_folder()
    with ExitStack() as stack:
        stack.enter_context(small_disk(folder, MEGABYTES))
        log_elsewhere(folder)
        case = stack.enter_context(bench.copy(folder))
        if not is_empty:
            case.set_up()
        if connection.vendor == "postgresql" and moves_database:
            stack.enter_context(tablespace(case, folder / "postgresql"))
        yield case


def _need_root() -> None:
    if not may_mount():
        raise NotTried("only root can mount disks")


def log_elsewhere(folder: Path) -> None:
    """The log of a site in ``folder`` is not on its disk."""
    (folder / "server.log").symlink_to(folder.with_suffix(".log"))


@contextmanager
def tablespace(case: Case, folder: Path) -> Iterator[None]:
    """The PostgreSQL database of ``case`` is in ``folder``."""
    name = database_of(case.site)
    folder.mkdir()
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        owner = Path(cursor.fetchone()[0]).stat()
        os.chown(folder, owner.st_uid, owner.st_gid)
        cursor.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
        cursor.execute(f"ALTER DATABASE {name} SET TABLESPACE {name}")
    try:
        yield
    finally:
        case.kill_server()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            cursor.execute(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
            cursor.execute(f"DROP TABLESPACE {name}")


def readers(case: Case) -> list[int]:
    return [Browser(case.site).get(page).status for page in PAGES]


def kept(case: Case, answer: Answer) -> Answer:
    """What the button of a 503 page gets, which sends the form again."""
    assert answer.status == 503, answer.status
    assert "Traceback" not in answer.body
    form = KeptForm(answer.body)
    return case.browser.send(form.action, dict(form.fields))


@fault(
    "disk full: the server",
    "no room on the disk: pages, save, publish, upload; room again: the same forms are sent",
)
def full_server(bench: Bench) -> str:
    with on_a_small_disk(bench) as case:
        site = case.site
        with case.running():
            case.log_in()
            # PostgreSQL has room for a short text in the pages of its tables.
            text = " ".join(f"{random.getrandbits(64):x}" for _word in range(6_000))
            words = {"headline": "On a full disk", "opening-0-body": text}
            save = case.form(case.change) | words
            with full(site.folder):
                assert readers(case) == [200] * len(PAGES), readers(case)
                saved = case.browser.send(case.change, save)
                assert DISK in saved.body, saved.status
                upload = case.upload("duel.png", picture_bytes(5, width=1200))
                assert (upload.status, "disk is full" in upload.body) == (503, True), upload.status
                large = case.upload("large.png", LARGE)
                assert (large.status, "disk" in large.body) == (503, True), large.status
                assert readers(case) == [200] * len(PAGES), readers(case)
            assert kept(case, saved).status == 302
            publish = case.form(case.publishing)
            with full(site.folder):
                published = case.browser.send(case.publishing, publish)
                if published.status != 302:
                    assert DISK in published.body
            if published.status != 302:
                assert kept(case, published).status == 302
            assert "On a full disk" in case.browser.get("/reviews/sample/").body
            assert case.upload("duel.png", picture_bytes(5, width=1200)).status == 302
            assert case.upload("large.png", LARGE).status == 302
            until(lambda: not case.count("images_image WHERE renditions_due IS NOT NULL"))
        case.check()
    return "no restart was needed"


@fault(
    "disk full: commands",
    "no room for import_review, import_site, backup and restore, some at the 2nd picture; again",
)
def full_commands(bench: Bench) -> str:
    file = bench.case.site.folder / "for-a-full-disk.backup"
    bench.case.manage("backup", str(file))
    said = {}
    with on_a_small_disk(bench) as case:
        folder, documents = case.site.folder, bench.new_folder()
        command = ["import_review", "--publish", *small_documents(documents)]
        moving = importing_a_site(documents / "export")
        before = state(case)
        for left in (0, 100_000):
            with full(folder, left=left):
                said["import_review"] = case.refused(*command)
            assert state(case) == before, "it has left something"
        for left in (0, 30_000):
            with full(folder, left=left):
                said["import_site"] = case.refused(*moving)
            assert state(case)[1] == case.count("images_image") * 3, "it has left files"
        case.manage(*command)
        case.manage(*moving)
        # The sample and two documents.
        assert case.count("reviews_review") == POSTS + 3
        lacking = case.count("images_image") - POSTS
        assert case.count("images_image WHERE name LIKE 'still-%'") == POSTS, lacking
        with full(folder, left=30_000):
            said["backup"] = case.refused("backup", str(folder / "site.backup"))
            case.manage("backup", str(documents / "elsewhere.backup"))
        assert not [*folder.glob("*.backup"), *folder.glob(".*")], "it has left a file"
        case.manage("backup", str(folder / "site.backup"))
        case.check()
    with on_a_small_disk(bench, is_empty=True) as case:
        for left in (0, 300_000):
            with full(case.site.folder, left=left):
                said["restore"] = case.refused("restore", str(file))
            assert (pictures(case), case.count("reviews_review")) == (0, 0), "it has left something"
        case.manage("restore", str(file))
        assert case.digest() == bench.case.digest()
        case.check()
    return "; ".join(f"{name}: {last_line(sentence)}" for name, sentence in said.items())


def state(case: Case) -> tuple[int, ...]:
    return case.count("reviews_review"), pictures(case), case.count("images_image")


def last_line(text: str) -> str:
    return text.splitlines()[-1].removeprefix("CommandError: ")[:60]


@fault(
    "disk read-only: at the start",
    "the server starts on a read-only disk: pages, save, upload; writable again: the same form",
)
def read_only_at_start(bench: Bench) -> str:
    with on_a_small_disk(bench, moves_database=False) as case:
        with case.running():
            case.log_in()
            save = case.form(case.change) | {"headline": "After a read-only disk"}
        with read_only(case.site.folder), read_only_database(case):
            case.site.start()
            assert readers(case) == [200] * len(PAGES), readers(case)
            saved = case.browser.send(case.change, save)
            assert (saved.status, DISK in saved.body) == (503, True), saved.status
            upload = case.upload("duel.png", picture_bytes(5, width=1200))
            assert upload.status == 503, upload.status
        assert kept(case, saved).status == 302
        assert case.upload("duel.png", picture_bytes(5, width=1200)).status == 302
        until(lambda: not case.count("images_image WHERE renditions_due IS NOT NULL"))
        case.kill_server()
        case.check()
    return "no restart was needed"


@contextmanager
def read_only_database(case: Case) -> Iterator[None]:
    """The database of ``case`` on PostgreSQL, which is not on its disk, refuses writes, as a
    standby does."""
    if connection.vendor == "sqlite":
        yield
        return
    name = database_of(case.site)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
            # Open connections keep the setting.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )


@fault(
    "disk broken: the server",
    "the system makes the disk read-only under the server: pages, save, upload; mended, restarted",
)
def broken_disk(bench: Bench) -> str:
    _need_root()
    folder = bench.new_folder()
    disk = BreakableDisk(folder)
    with disk.mounted(), bench.copy(folder) as case:
        log_elsewhere(folder)
        case.set_up()
        with case.running():
            case.log_in()
            save = case.form(case.change) | {"headline": "After a broken disk"}
            assert case.upload("before.png", picture_bytes(7, width=1200)).status == 302
            until(lambda: not case.count("images_image WHERE renditions_due IS NOT NULL"))
            disk.fail()
            assert readers(case) == [200] * len(PAGES), readers(case)
            if connection.vendor == "sqlite":
                saved = case.browser.send(case.change, save)
                assert (saved.status, DISK in saved.body) == (503, True), saved.status
            upload = case.upload("duel.png", picture_bytes(5, width=1200))
            assert upload.status == 503, upload.status
            assert "Traceback" not in upload.body
            case.kill_server()
            disk.mend()
            case.site.start()
            if connection.vendor == "sqlite":
                assert kept(case, saved).status == 302
            assert case.upload("duel.png", picture_bytes(5, width=1200)).status == 302
            until(lambda: not case.count("images_image WHERE renditions_due IS NOT NULL"))
            assert readers(case) == [200] * len(PAGES), readers(case)
        case.check()
    return "what was saved before is there"
