"""The server has no file descriptors left."""

import http.client
import resource
import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from bench.load_faults.database_rows import missing_words, said, write_reviews
from bench.load_faults.readers import SENTENCE, Readers, at_work
from bench.load_faults.rows import nothing_wrong, row
from bench.load_faults.services import wait_until
from bench.load_faults.sites import CACHED, trial
from tests.processes.server import Browser

SPARE = 100
"""File descriptors that each worker may open beside those that it has."""
IDLE = 400
RESTS = (
    "/films/shared/",
    "/search/?q=the",
    "/static/css/tokens.css",
    "/reviews/?page=1",
    "/nowhere/",
)


@row("no file descriptors left", f"{IDLE} idle connections to workers that may open {SPARE} files")
def no_descriptors() -> str:
    with trial() as found:
        site = found.site
        found.warm()
        writers = write_reviews(found, 2)
        for writer in writers:
            writer.write()
        kept = [http.client.HTTPConnection("127.0.0.1", site.port, timeout=20) for _ in range(8)]
        for connection in kept:
            _status(connection, "/robots.txt")
        for process in site.workers_running():
            used = len(list(Path(f"/proc/{process}/fd").iterdir()))
            resource.prlimit(process, resource.RLIMIT_NOFILE, (used + SPARE, 4096))
        during: list[int | str] = []
        with ExitStack() as stack:
            for _idle in range(IDLE):
                with suppress(OSError):
                    idle = stack.enter_context(socket.socket())
                    idle.settimeout(1)
                    idle.connect(("127.0.0.1", site.port))
            time.sleep(2)
            for connection in kept:
                during += [_status(connection, path) for path in (*CACHED, *RESTS)]
            refused = not _answers(found.site)
        seconds = wait_until(lambda: _answers(found.site), 20)
        assert refused, "There were file descriptors left."
        readers = Readers(site.port, (*CACHED, *RESTS), allowed=(200, 304, 404))
        with at_work(readers, *writers):
            time.sleep(5)
        nothing_wrong(readers, *writers)
        wrong = [each for each in during if each not in (200, 404, 503)]
        assert not wrong, f"while there were none: {wrong[:5]} of {len(during)}"
        assert not (lost := missing_words(found, writers)), f"acknowledged and lost: {lost}"
        # The log may tell of what is in middleware.
        errors = [each for each in found.errors() if "Too many open files" not in each]
        assert not errors, f"{len(errors)} tracebacks in the log: {errors[:3]}"
        counts = {status: during.count(status) for status in dict.fromkeys(during)}
        return (
            f"connections from before were answered {counts}; all others {seconds:.1f} s after the "
            f"idle ones were closed, without a restart; then readers {dict(readers.counts)}, "
            f"editors {said(writers)}"
        )


def _answers(site: object) -> bool:
    try:
        return Browser(site).get("/reviews/").status == 200  # type: ignore[arg-type]
    except OSError:
        return False


def _status(connection: http.client.HTTPConnection, path: str) -> int | str:
    """The status of the answer; words if there is none, or a wrong page."""
    try:
        connection.request("GET", path, headers={"Accept": "text/html"})
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"{path}: {error!r}"
    if response.status == 503 and SENTENCE not in body:
        return f"{path}: 503 without the sentence"
    return response.status if response.status in (200, 404, 503) else f"{path}: {response.status}"
