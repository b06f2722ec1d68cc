"""A database that somebody else holds, and one that is away."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection

from bench.faults.case import Bench, Case, database_of, fault
from bench.faults.disk_faults import PAGES, kept, readers
from bench.faults.killed_commands import small_documents
from pages.cache.database import CHECK_SECONDS
from tests.factories import picture_bytes
from tests.faults import locked
from tests.processes.server import Browser

BUSY = "Others are saving at the moment, and the site is busy."
NOT_SHOWN = "The site cannot show this page at the moment."

LOCKED = ("reviews_review", "editions_generation")
"""What saving and what publishing writes first. SQLite has one lock for all."""


@contextmanager
def long_writer(case: Case) -> Iterator[None]:
    """Somebody else writes for longer than anybody waits."""
    tables = LOCKED if connection.vendor == "postgresql" else LOCKED[:1]
    with ExitStack() as stack:
        for table in tables:
            stack.enter_context(locked(table, case.site.database_url))
        yield


@fault(
    "database locked",
    "another process writes: pages, save, publish, upload, import_review, backup; the same again",
)
def locked_database(bench: Bench) -> str:
    case = bench.case
    documents = small_documents(bench.new_folder())
    waited = 0.0
    with case.running():
        case.log_in()
        publish = case.form(case.publishing)
        save = case.form(case.change) | {"headline": "After a long writer"}
        with long_writer(case):
            assert readers(case) == [200] * len(PAGES), readers(case)
            begun = time.monotonic()
            saved = case.browser.send(case.change, save)
            waited = time.monotonic() - begun
            assert (saved.status, BUSY in saved.body) == (503, True), saved.status
            published = case.browser.send(case.publishing, publish)
            assert (published.status, BUSY in published.body) == (503, True), published.status
            upload = case.upload("locked.png", picture_bytes(77, width=600))
            assert (upload.status, BUSY in upload.body) == (503, True), upload.status
            said = case.refused("import_review", "--publish", *documents)
            case.manage("backup", str(bench.new_folder().with_suffix(".backup")))
        assert kept(case, published).status == 302
        assert kept(case, saved).status == 302
        assert case.publish("After a long writer").status == 302
        assert "After a long writer" in case.browser.get("/reviews/sample/").body
        assert case.upload("locked.png", picture_bytes(77, width=600)).status == 302
    assert "locked" in said or "lock timeout" in said, said
    case.check(deleting_orphans=True)
    return f"forms are answered after {waited:.0f} s"


@contextmanager
def away(case: Case) -> Iterator[None]:
    """The database cannot be reached: its file is elsewhere, or its server's socket."""
    if connection.vendor == "sqlite":
        file = Path(case.site.database_url.removeprefix("sqlite:///"))
        elsewhere = file.with_name("elsewhere")
        elsewhere.mkdir()
        names = [file.name, f"{file.name}-wal", f"{file.name}-shm"]
        for name in names:
            file.with_name(name).rename(elsewhere / name)
        try:
            yield
        finally:
            for name in names:
                (elsewhere / name).replace(file.with_name(name))
            elsewhere.rmdir()
        return
    found = re.search(r"host=([^&]+)", case.site.database_url)
    assert found, case.site.database_url
    (socket,) = Path(found[1]).glob(".s.PGSQL.*[0-9]")
    with connection.cursor() as cursor:
        socket.rename(elsewhere := socket.with_name("elsewhere"))
        try:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [database_of(case.site)],
            )
            yield
        finally:
            elsewhere.rename(socket)


@fault(
    "database away",
    "its file, or its server, cannot be reached: known pages, others, a form; back: the same form",
)
def database_away(bench: Bench) -> str:
    case = bench.case
    with case.running():
        case.log_in()
        save = case.form(case.change) | {"headline": "After the database was away"}
        known, others = PAGES[:4], ["/critics/", "/about/"]
        assert [Browser(case.site).get(page).status for page in known] == [200] * len(known)
        with away(case):
            time.sleep(CHECK_SECONDS + 1)
            for _time in range(2):
                statuses = [Browser(case.site).get(page).status for page in known]
                assert statuses == [200] * len(known), statuses
            for page in others:
                answer = Browser(case.site).get(page)
                assert (answer.status, NOT_SHOWN in answer.body) == (503, True), answer.status
                assert answer.headers.get("retry-after"), answer.headers
            saved = case.browser.send(case.change, save)
            assert saved.status == 503, saved.status
            assert "Traceback" not in saved.body
            assert Browser(case.site).get("/readyz").status == 503
            assert Browser(case.site).get("/healthz").status == 200
        for page in (*known, *others, "/readyz"):
            assert Browser(case.site).get(page).status == 200, page
        assert kept(case, saved).status == 302
    case.check()
    return "pages that the server has are 200, others 503; no restart was needed"
