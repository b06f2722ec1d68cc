"""The servers of a site that can fail: PostgreSQL and Redis. Each can be stopped and killed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from bench.servers import free_port

START_SECONDS = 60


def wait_until(condition: Callable[[], bool], seconds: float = START_SECONDS) -> float:
    """Returns how many seconds it took. Raises AssertionError if it takes more than ``seconds``."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"nothing after {seconds:.0f} s"
        time.sleep(0.1)
    return time.monotonic() - begun


@dataclass
class PostgreSQL:
    """A server whose data and socket are in ``folder``."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://curtain@/curtain?host={self.folder}"

    def make(self) -> None:
        data = str(self.folder / "data")
        options = ["--username=curtain", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", f"--pgdata={data}", *options, "--no-sync")
        self.start()
        self._run("createdb", f"--host={self.folder}", "--username=curtain", "curtain")

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(_program("postgres"), "-D", self.folder / "data"),
                    *("-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"),
                    # Only the server fails here, not the machine, which writes what it has.
                    *("-c", "fsync=off"),
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **_user(),
            )
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            with psycopg.connect(f"host={self.folder} user=curtain dbname=postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """By default, as `pg_ctl stop --mode=fast`: connections are ended."""
        assert self.process
        self.process.send_signal(how)
        self.process.wait(START_SECONDS)

    def kill_backends(self) -> int:
        """Kill the processes of all clients. The server then ends all others, and starts anew."""
        own = f"host={self.folder} user=curtain dbname=postgres"
        with psycopg.connect(own, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid()"
            ).fetchall()
        killed = 0
        for (pid,) in rows:
            # A client may have ended its connection since.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
        return killed

    def _run(self, program: str, *arguments: str) -> None:
        command = [_program(program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **_user())


def _program(name: str) -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert found, "PostgreSQL is missing (Debian: apt install postgresql)."
    return found[-1]


def _user() -> dict[str, str]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    with tempfile.TemporaryDirectory(prefix="curtain-postgres-") as name:
        if os.getuid() == 0:
            shutil.chown(name, "postgres")
        server = PostgreSQL(Path(name))
        try:
            server.make()
            yield server
        finally:
            if server.process and server.process.poll() is None:
                server.stop()


@dataclass
class Redis:
    """Redis or Valkey. It keeps nothing on a disk: once killed, it has forgotten everything."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("valkey-server") or shutil.which("redis-server")
        assert program, "Redis is missing (Debian: apt install redis-server)."
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)

    def send(self, how: signal.Signals) -> None:
        """KILL ends it, STOP lets it answer nothing, CONT lets it go on."""
        assert self.process
        self.process.send_signal(how)
        if how == signal.SIGKILL:
            self.process.wait()

    def refuse_connections(self) -> None:
        """Close all connections and take no more, as behind a network that has failed: nothing
        arrives, and what is stored stays."""
        self.admin = redis.Redis(port=self.port)
        self.admin.config_set("maxclients", 1)
        self.admin.client_kill_filter(_type="normal", skipme=True)

    def take_connections(self) -> None:
        self.admin.config_set("maxclients", 1000)
        self.admin.close()


@contextmanager
def redis_server() -> Iterator[Redis]:
    server = Redis(free_port())
    server.start()
    try:
        yield server
    finally:
        server.send(signal.SIGKILL)
