"""The site under measurement: its settings, its demo content and its server."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.servers import BLOCKING_THREADS, ROOT, WORKERS, free_port, granian, running

PYTHON = Path(sys.executable)

CACHE_BYTES = 256 * 1024 * 1024
"""Of the page cache, where it is measured."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running site. ``start_seconds`` is the time from the start of the server to its first
    page."""

    origin: str
    pid: int
    start_seconds: float


def settings_of_site(database_url: str, media: Path) -> dict[str, str]:
    """The environment of a public site, without ``SITE_URL``."""
    return {
        "SECRET_KEY": "for-the-bench-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DEBUG": "false",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(media),
        "GRANIAN_BLOCKING_THREADS": str(BLOCKING_THREADS),
        # As in deploy/curtain.service.
        "MALLOC_ARENA_MAX": "2",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def manage(env: Mapping[str, str], *command: str, quiet: bool = True) -> None:
    subprocess.run(
        [PYTHON, "manage.py", *command],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL if quiet else None,
    )


def load_demo(env: Mapping[str, str]) -> None:
    reviews = sorted(map(str, (ROOT / "demo" / "reviews").glob("*.md")))
    manage(env, "migrate", "--verbosity=0")
    manage(env, "collectstatic", "--no-input", "--verbosity=0")
    manage(env, "import_review", "--publish", *reviews)


FITS_NO_PAGE = 1
"""Bytes of a page cache that keeps no page, but the results of queries that pages share."""


@contextmanager
def serving(
    env: Mapping[str, str], *, page_cache_bytes: int = 0, workers: int = WORKERS
) -> Iterator[Site]:
    """Serve the site of ``env``. Without ``page_cache_bytes`` every page is rendered anew."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    env = dict(env) | {"SITE_URL": origin, "PAGE_CACHE_BYTES": str(page_cache_bytes)}
    command = granian(PYTHON, "config.wsgi:application", port, workers)
    start = time.perf_counter()
    with running(command, address=f"{origin}/", env=env) as server:
        yield Site(origin, server.pid, time.perf_counter() - start)


@contextmanager
def demo_folder() -> Iterator[dict[str, str]]:
    """The environment of a site with the demo reviews. Its folder is deleted afterwards."""
    with TemporaryDirectory(prefix="curtain-bench-") as name:
        folder = Path(name)
        env = settings_of_site(f"sqlite:///{folder}/db.sqlite3", folder / "media")
        env |= {"PATH": str(PYTHON.parent)}
        load_demo(env)
        yield env


@contextmanager
def demo_site() -> Iterator[str]:
    """Run the demo site with one worker and yield its origin."""
    with demo_folder() as env, serving(env, workers=1) as site:
        yield site.origin
