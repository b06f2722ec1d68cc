"""What a fault is tried on: a site in a folder of its own, and what is asked of it afterwards."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection

from bench.faults.forms import fields_of, multipart
from tests.processes.server import ROOT, Answer, Browser, Site

PASSWORD = "a-long-password"  # noqa: S105  (of an account that lives as long as this program)

SETTINGS = {
    "TRUSTED_PROXIES": "1",
    "DATABASE_LOCK_SECONDS": "2",
    "PAGE_CACHE_BYTES": "8000000",
}

SET_UP = """
from django.contrib.auth.models import User
from editions.publishing import publish
from tests.factories import FullReviewFactory
User.objects.create_superuser("vera", password="a-long-password")
review = FullReviewFactory(slug="sample", headline="A sample")
publish(review=review)
print(review.pk)
"""


@dataclass
class Case:
    """A site with the published review "sample", and the superuser who is logged in."""

    site: Site
    review: int = 0
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        site = self.site
        site.settings |= SETTINGS | {
            "TMPDIR": str(site.folder / "tmp"),
            "IMPORTS_DIR": str(site.folder / "imports"),
        }
        (site.folder / "tmp").mkdir(parents=True, exist_ok=True)
        self.browser = Browser(site)

    def set_up(self) -> None:
        self.review = int(self.site.shell(SET_UP))

    @contextmanager
    def running(self, **settings: str) -> Iterator[None]:
        """The server, until the end of the block."""
        self.site.settings |= settings
        self.site.start()
        try:
            yield
        finally:
            self.kill_server()
            for name in settings:
                del self.site.settings[name]

    def log_in(self) -> None:
        if self.browser.get("/admin/").status != 200:
            answer = self.browser.log_in("vera", PASSWORD)
            assert answer.status == 302, answer.status

    def kill_server(self) -> None:
        if (process := self.site.process) is not None:
            kill(process)
            self.site.process = None

    # Editors

    @property
    def publishing(self) -> str:
        return f"/admin/reviews/review/{self.review}/publish/"

    @property
    def change(self) -> str:
        return f"/admin/reviews/review/{self.review}/change/"

    def post(self, path: str, **changed: str) -> Answer:
        """Post the form of ``path`` with ``changed`` fields, as a browser with a cookie does."""
        page = self.browser.get(path)
        assert page.status == 200, page.status
        return self.browser.send(path, fields_of(page.body) | changed)

    def form(self, path: str, **changed: str) -> dict[str, str]:
        page = self.browser.get(path)
        assert page.status == 200, page.status
        return fields_of(page.body) | changed

    def publish(self, headline: str) -> Answer:
        """Save the review with ``headline`` and publish it."""
        saved = self.post(self.change, headline=headline)
        assert saved.status == 302, saved.status
        return self.post(self.publishing)

    def upload(self, name: str, data: bytes) -> Answer:
        page = self.browser.get("/admin/images/image/add/")
        fields = fields_of(page.body) | {"alt": f"Picture {name}", "credit": ""}
        fields.pop("decorative", None)
        return self.browser.ask(
            multipart(f"{self.site.url}/admin/images/image/add/", fields, "upload", name, data)
        )

    # The database, read without the site

    def query(self, sql: str) -> list[tuple[object, ...]]:
        url = self.site.database_url
        if url.startswith("sqlite"):
            import sqlite3

            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
                return database.execute(sql).fetchall()
        with psycopg.connect(url) as connected:
            rows: list[tuple[object, ...]] = connected.execute(sql).fetchall()
            return rows

    def count(self, sql: str) -> int:
        return int(str(self.query(f"SELECT count(*) FROM {sql}")[0][0]))

    def execute(self, sql: str) -> None:
        url = self.site.database_url
        if url.startswith("sqlite"):
            import sqlite3

            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
                database.execute(sql)
            return
        with psycopg.connect(url) as connected:
            connected.execute(sql)

    # Checks

    def check(self, *, deleting_orphans: bool = False, but: str = "") -> int:
        """Fail if anything is wrong with the site, ``but`` for problems that end so. Returns how
        many orphans were found."""
        code = "from bench.faults import integrity\n"
        if deleting_orphans:
            code += "print(integrity.delete_orphans())\n"
        else:
            code += "print(0)\n"
        code += "print(*integrity.problems(), sep='\\n')"
        orphans, *problems = self.site.shell(code).strip().splitlines()
        problems = [problem for problem in problems if not but or not problem.endswith(but)]
        assert not problems, "; ".join(problems)
        return int(orphans)

    def digest(self) -> str:
        return self.site.shell("from bench.faults import integrity; print(integrity.digests())")

    def manage(self, *arguments: str) -> str:
        """The output of a command that succeeds."""
        result = self.site.manage(*arguments)
        assert result.returncode == 0, result.stderr[-2000:]
        assert "Traceback" not in result.stderr, result.stderr[-2000:]
        return result.stdout

    def refused(self, *arguments: str) -> str:
        """What a command says that fails with a sentence."""
        result = self.site.manage(*arguments)
        assert result.returncode != 0, result.stdout
        assert "Traceback" not in result.stderr, result.stderr[-3000:]
        assert result.stderr.strip(), "it says nothing"
        return result.stderr.strip()


def start(site: Site, *arguments: str) -> "subprocess.Popen[str]":
    """Start a command of manage.py, whose output can be read line by line."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=site.environment() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """kill -9 of the process and of those that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def moments(seconds: float, count: int) -> list[float]:
    """Random delays, one in each of ``count`` equal parts of ``seconds``."""
    part = seconds / count
    return [random.uniform(number * part, (number + 1) * part) for number in range(count)]  # noqa: S311


def killed_while(case: Case, delay: float, act: Callable[..., Answer], *arguments: object) -> int:
    """Kill the server ``delay`` seconds after ``act`` has begun to ask it; start it again.

    Returns the status of the answer, 0 if there was none.
    """
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(act, *arguments)
        time.sleep(delay)
        case.kill_server()
        try:
            status = asked.result().status
        except (OSError, ValueError, AssertionError):
            status = 0
    case.site.start()
    return status


def until(condition: Callable[[], object], seconds: float = 60, pause: float = 0.05) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(pause)


@contextmanager
def copy_of(template: Site, folder: Path) -> Iterator[Site]:
    """A site with a copy of the database of ``template``, which no process uses; deleted
    afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    if (template.folder / "media").exists():
        shutil.copytree(template.folder / "media", folder / "media")
    if connection.vendor == "sqlite":
        file = folder / "site.sqlite3"
        shutil.copy(template.folder / "site.sqlite3", file)
        yield Site(folder, f"sqlite:///{file}", 1)
        return
    former = database_of(template)
    name = f"site_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {former}")
    try:
        yield Site(folder, template.database_url.replace(former, name), 1)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def database_of(site: Site) -> str:
    """The name of the PostgreSQL database of ``site``."""
    found = re.search(r"@/(\w+)\?", site.database_url)
    assert found, site.database_url
    return found[1]


@dataclass
class Bench:
    """What the faults share. ``empty`` is migrated and has no rows; ``case`` is used by those that
    leave it whole."""

    folder: Path
    empty: Site
    case: Case
    _number: int = 0

    def new_folder(self) -> Path:
        self._number += 1
        return self.folder / f"copy-{self._number}"

    @contextmanager
    def copy(self, folder: Path | None = None) -> Iterator[Case]:
        """An empty site for one fault."""
        with copy_of(self.empty, folder or self.new_folder()) as site:
            case = Case(site)
            try:
                yield case
            finally:
                case.kill_server()


class NotTried(Exception):
    """A fault cannot be tried here. The message says why."""


Fault = Callable[[Bench], str]
FAULTS: dict[str, tuple[str, Fault]] = {}
"""By name: what is done, and the function that does it. It returns what is worth knowing."""


def fault(name: str, done: str) -> Callable[[Fault], Fault]:
    def add(function: Fault) -> Fault:
        FAULTS[name] = (done, function)
        return function

    return add


def counted(found: Sequence[bool], yes: str, no: str) -> str:
    return f"{sum(found)} {yes}, {len(found) - sum(found)} {no}"
