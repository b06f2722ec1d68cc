"""Runs the site in real processes: granian with its workers, with its own database and media."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 60


def deployed_options() -> list[str]:
    """The options and the application of granian in the systemd unit."""
    unit = (ROOT / "deploy" / "curtain.service").read_text()
    started = re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    assert started, unit
    return shlex.split(started[1])[1:]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str]


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


class Browser:
    """A client with cookies. Each request is a new connection, so any worker may answer.

    ``address`` is the client's address for a site with ``TRUSTED_PROXIES=1``.
    """

    def __init__(
        self, site: "Site", cookies: dict[str, str] | None = None, *, address: str = "192.0.2.1"
    ) -> None:
        self.site = site
        self.address = address
        self.jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.jar), _NoRedirects)
        self._fixed = cookies

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.jar}

    def get(self, path: str) -> Answer:
        return self.ask(Request(self.site.url + path))

    def post(self, path: str, fields: dict[str, str], *, form: str = "") -> Answer:
        """Post ``fields`` with the CSRF token of the page ``form``, by default ``path``."""
        page = self.get(form or path).body
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        return self.send(path, fields | {"csrfmiddlewaretoken": token[1] if token else ""})

    def send(self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]]) -> Answer:
        """Post ``fields`` as they are."""
        return self.ask(Request(self.site.url + path, data=urlencode(fields).encode()))

    def log_in(self, username: str, password: str, code: str = "") -> Answer:
        fields = {"username": username, "password": password, "next": "/admin/"}
        return self.post("/admin/login/", fields | {"otp_token": code})

    def ask(self, request: Request) -> Answer:
        request.add_header("X-Forwarded-For", self.address)
        if self._fixed is not None:
            pairs = (f"{name}={value}" for name, value in self._fixed.items())
            request.add_header("Cookie", "; ".join(pairs))
        request.add_header("Accept", "text/html")
        try:
            with self._opener.open(request, timeout=60) as response:
                return Answer(response.status, response.read().decode(), dict(response.headers))
        except HTTPError as error:
            return Answer(error.code, error.read().decode(), dict(error.headers))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass(slots=True)
class Site:
    folder: Path
    database_url: str
    workers: int = 2
    settings: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT
    """The folder of the program."""
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEBUG": "true",
            "GRANIAN_BLOCKING_THREADS": "4",
            **self.settings,
        }

    def manage(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py with ``text`` on its standard input."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.root,
            env=self.environment(),
            input=text,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def shell(self, code: str) -> str:
        """Run Python ``code`` in a process with the site's settings. Returns what it prints."""
        result = self.manage("shell", "--no-imports", "--command", code)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self) -> None:
        granian = str(Path(sys.executable).parent / "granian")
        # granian takes the last value of an option.
        command = [granian, *deployed_options(), f"--port={self.port}"]
        command += [f"--workers={self.workers}", f"--working-dir={self.root}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.root,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if Browser(self).get("/robots.txt").status == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.log.read_text())
            time.sleep(0.1)

    def workers_running(self) -> list[int]:
        """The process ids of the workers (Linux)."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def new_site(folder: Path, *, workers: int = 2, **environment: str) -> Iterator[Site]:
    """A site with an empty database, which is deleted when the block ends.

    It is on the kind of database that the tests run on: a SQLite file in ``folder``, or a database
    of its own on the tests' PostgreSQL server.
    """
    if connection.vendor == "sqlite":
        yield Site(folder, f"sqlite:///{folder / 'site.sqlite3'}", workers, environment)
        return
    name = f"site_{uuid.uuid4().hex[:12]}"
    host = settings.DATABASES["default"]["OPTIONS"]["host"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield Site(folder, f"postgres://curtain@/{name}?host={host}", workers, environment)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_site(
    folder: Path, migrated: Path | None = None, *, workers: int = 2, **environment: str
) -> Iterator[Site]:
    """A `new_site` with all tables and no content. It answers requests until the block ends.

    Its database is a copy of ``migrated``, an SQLite file. Without one, the migrations are run.
    """
    with new_site(folder, workers=workers, **environment) as site:
        if migrated:
            shutil.copyfile(migrated, folder / "site.sqlite3")
        else:
            ran = site.manage("migrate", "--verbosity=0")
            assert ran.returncode == 0, ran.stderr
        site.start()
        try:
            yield site
        finally:
            site.stop()
