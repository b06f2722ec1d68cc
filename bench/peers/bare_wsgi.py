"""The least that a WSGI application can do for a page: read one row and send bytes.

What it reaches behind granian is the limit for a hit of Curtain's page cache, which does the same
and adds a look-up by path. Served as ``bench.peers.bare_wsgi:application``. BARE_WSGI_FOLDER is the
folder of its database and of the page, which `serving` fills.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.curtain import PYTHON
from bench.servers import free_port, granian, running

DATABASE, PAGE = "db.sqlite3", "page.html"

_thread = threading.local()

if folder := os.environ.get("BARE_WSGI_FOLDER"):
    _body = Path(folder, PAGE).read_bytes()


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    if not hasattr(_thread, "connection"):
        _thread.connection = sqlite3.connect(Path(os.environ["BARE_WSGI_FOLDER"], DATABASE))
    _thread.connection.execute("SELECT number FROM generation WHERE id = 1").fetchone()
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_body)))]
    start_response("200 OK", headers)
    return [_body]


@contextmanager
def serving(body: bytes) -> Iterator[str]:
    """Serve ``body``; yields its address."""
    with TemporaryDirectory(prefix="curtain-bench-wsgi-") as name:
        Path(name, PAGE).write_bytes(body)
        with closing(sqlite3.connect(Path(name, DATABASE))) as database, database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("CREATE TABLE generation (id INTEGER PRIMARY KEY, number INTEGER)")
            database.execute("INSERT INTO generation VALUES (1, 1)")
        port = free_port()
        address = f"http://127.0.0.1:{port}/"
        server = granian(PYTHON, "bench.peers.bare_wsgi:application", port)
        with running(server, address=address, env={"BARE_WSGI_FOLDER": name}):
            yield address
