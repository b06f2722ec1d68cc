"""An answer that is on its way while its page is purged."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from bench.shared_cache.readers import get
from bench.shared_cache.varnish import Varnish
from outreach.purging import send_purge


class SlowSite(BaseHTTPRequestHandler):
    """Has read "Edition 1" for its first answer, and sends it when `go_on` is set."""

    generation = 1
    was_asked = Event()
    go_on = Event()

    def do_GET(self) -> None:
        generation = SlowSite.generation
        if self.path == "/page/":
            self.was_asked.set()
            if generation == 1:
                self.go_on.wait(10)
        body = f"Edition {generation}".encode()
        self.send_response(200)
        self.send_header("CDN-Cache-Control", "max-age=86400, stale-if-error=86400")
        self.send_header("Surrogate-Key", "site")
        self.send_header("Surrogate-Generation", str(generation))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@contextmanager
def slow_site() -> Iterator[Varnish]:
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowSite) as server, TemporaryDirectory() as folder:
        Thread(target=server.serve_forever, daemon=True).start()
        varnish = Varnish(Path(folder), server.server_port)
        varnish.start()
        try:
            yield varnish
        finally:
            varnish.stop()
            server.shutdown()


def seen_by_readers() -> list[str]:
    """What a reader gets who asked before the purge, one who asked after it and waits for the same
    answer, and a later one."""
    with slow_site() as varnish, ThreadPoolExecutor() as pool:
        early = pool.submit(get, varnish.port, "/page/")
        SlowSite.was_asked.wait(10)
        SlowSite.generation = 2
        send_purge(varnish.url, {"site"}, 2)
        after = pool.submit(get, varnish.port, "/page/")
        time.sleep(0.5)
        SlowSite.go_on.set()
        return [early.result().body, after.result().body, get(varnish.port, "/page/").body]
