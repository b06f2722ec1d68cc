"""kill -9 of the server while it does something for an editor."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from bench.faults.case import Bench, Case, counted, fault, killed_while, moments, until
from tests.factories import picture_bytes

KILLS = 5


@fault("killed: publishing", f"kill -9 of the server {KILLS} times while it publishes; published")
def publishing(bench: Bench) -> str:
    case = bench.case
    published = []
    with case.running():
        case.log_in()
        assert case.post(case.change, headline="Headline 0").status == 302
        fields = case.form(case.publishing)
        begun = time.monotonic()
        assert case.browser.send(case.publishing, fields).status == 302
        for number, delay in enumerate(moments(1.4 * (time.monotonic() - begun), KILLS), 1):
            assert case.post(case.change, headline=f"Headline {number}").status == 302
            fields = case.form(case.publishing)
            before = _editions(case)
            status = killed_while(case, delay, case.browser.send, case.publishing, fields)
            published.append(_editions(case) != before)
            assert published[-1] or status != 302, "it said that it has published"
        assert case.publish("The last headline").status == 302
        assert "The last headline" in case.browser.get("/reviews/sample/").body
    case.check()
    return counted(published, "published before the kill", "not at all")


def _editions(case: Case) -> list[tuple[object, ...]]:
    return case.query("SELECT id, number FROM editions_edition ORDER BY id")


@fault(
    "killed: saving",
    f"kill -9 of the server {KILLS} times while it saves a review; the form is sent again",
)
def saving(bench: Bench) -> str:
    case = bench.case
    saved = []
    with case.running():
        case.log_in()
        fields = case.form(case.change) | {"standfirst": "Words 0"}
        begun = time.monotonic()
        assert case.browser.send(case.change, fields).status == 302
        for number, delay in enumerate(moments(1.4 * (time.monotonic() - begun), KILLS), 1):
            words = f"Words {number}"
            # Two tables: half of it would be seen.
            fields = case.form(case.change) | {"standfirst": words, "opening-0-body": words}
            killed_while(case, delay, case.browser.send, case.change, fields)
            rows = case.query("SELECT standfirst FROM reviews_review WHERE slug = 'sample'")
            texts = case.query(
                "SELECT body FROM reviews_section JOIN reviews_review r ON r.id = review_id "
                "WHERE r.slug = 'sample' AND placement = 'opening'"
            )
            saved.append(rows == [(words,)])
            assert (texts == [(words,)]) == saved[-1], "half of the form is saved"
            if not saved[-1]:
                assert case.browser.send(case.change, fields).status == 302
    case.check()
    return counted(saved, "saved before the kill", "not at all")


@fault(
    "killed: a picture is uploaded",
    f"kill -9 of the server {KILLS} times while it stores a picture or makes its sizes; again",
)
def uploading(bench: Bench) -> str:
    case = bench.case
    stored = []
    with case.running():
        case.log_in()
        begun = time.monotonic()
        assert case.upload("first.png", _picture(0)).status == 302
        seconds = time.monotonic() - begun
        until(lambda: not case.count("images_image WHERE renditions_due IS NOT NULL"))
        for number, delay in enumerate(moments(seconds, KILLS), 1):
            name, data = f"picture-{number}.png", _picture(number)
            killed_while(case, delay, case.upload, name, data)
            stored.append(case.count(f"images_image WHERE name = '{name}'") == 1)
            if not stored[-1]:
                assert case.upload(name, data).status == 302, "it is not taken again"
        # The claim of a killed server ends after three minutes. It ends now.
        case.kill_server()
        case.execute(
            "UPDATE images_image SET renditions_due = created WHERE renditions_due IS NOT NULL"
        )
        case.site.start()
        until(lambda: not case.count("images_image WHERE renditions_due IS NOT NULL"))
    orphans = case.check(deleting_orphans=True)
    return counted(stored, "stored before the kill", f"not at all; {orphans} orphans, deleted")


def _picture(number: int) -> bytes:
    """Larger than what is kept in memory, so that it has a temporary file."""
    return picture_bytes(number, width=1400, height=900) + b"\0" * 2_700_000


@fault(
    "killed: a shared cache is purged",
    "kill -9 of the server, 4 times, while a cache does not confirm a purge; run_due",
)
def purging(bench: Bench) -> str:
    case = bench.case
    with _cache() as cache:
        settings = {"CACHE_PURGE_URL": f"http://127.0.0.1:{cache.server_port}/"}
        with case.running(**settings):
            case.log_in()
            for number, delay in enumerate((0.0, 0.2, 0.5, 0.9)):
                assert case.post(case.change, headline=f"Purged {number}").status == 302
                fields = case.form(case.publishing)
                before = len(_editions(case))
                cache.hold()
                with ThreadPoolExecutor(1) as pool:
                    sent = pool.submit(case.browser.send, case.publishing, fields)
                    assert cache.is_asked.wait(20), "no purge was sent"
                    time.sleep(delay)
                    case.kill_server()
                    assert isinstance(sent.exception(), OSError), "it was answered"
                assert len(_editions(case)) == before + 1, "it is purged and not published"
                assert case.count("pages_purge"), "the purge is forgotten"
                cache.confirm()
                case.manage("run_due")
                assert case.count("pages_purge") == 0, "run_due has not sent it"
                assert any(key.startswith("edition-") for key in cache.keys), cache.keys
                case.site.start()
    case.check()
    return "published each time; run_due sent each purge"


class Cache(ThreadingHTTPServer):
    """A shared cache, which confirms what it is told to forget, at once or later."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Purged)
        self.keys: list[str] = []
        self.is_asked, self.confirms = Event(), Event()
        self.confirms.set()

    def hold(self) -> None:
        self.confirms.clear()
        self.is_asked.clear()

    def confirm(self) -> None:
        self.confirms.set()
        self.keys.clear()

    def handle_error(self, *arguments: object) -> None:
        """The client is gone: it was killed."""


class _Purged(BaseHTTPRequestHandler):
    server: Cache

    def do_PURGE(self) -> None:
        self.server.is_asked.set()
        self.server.confirms.wait(20)
        self.server.keys += self.headers["Surrogate-Key"].split()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def _cache() -> Iterator[Cache]:
    with Cache() as cache:
        thread = Thread(target=cache.serve_forever, daemon=True)
        thread.start()
        try:
            yield cache
        finally:
            cache.confirm()
            cache.shutdown()
