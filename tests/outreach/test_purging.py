"""Purges against a server that stands for a shared cache."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from editions.models import Generation
from outreach import purging
from outreach.due import run_due
from pages.models import Purge


@pytest.fixture
def cache(monkeypatch, settings):
    """A server that answers with `status` and remembers what it is told."""
    monkeypatch.setattr(purging, "SETTLING_SECONDS", 0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        status = 200
        told: list[tuple[str, str, str]] = []

        def do_PURGE(self):
            keys = self.headers["Surrogate-Key"]
            self.told.append((self.path, keys, self.headers["Surrogate-Generation"]))
            self.send_response(self.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings.CACHE_PURGE_URLS = [f"http://127.0.0.1:{server.server_port}/purge?all"]
        Handler.address = settings.CACHE_PURGE_URLS[0]
        yield Handler
        server.shutdown()
        thread.join()


@pytest.fixture
def generation(db):
    """The number of the generation, as the header of a purge has it."""
    Generation(number=7).save()
    return "7"


@pytest.mark.django_db
class TestPurge:
    def test_is_sent_twice_after_the_commit(
        self, cache, generation, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            Purge.objects.create(address=cache.address, keys="film-1 film.any")
            assert cache.told == []
        assert cache.told == [("/purge?all", "film-1 film.any", generation)] * 2
        assert not Purge.objects.exists()

    def test_that_fails_is_sent_by_run_due(
        self, cache, generation, django_capture_on_commit_callbacks, caplog
    ):
        cache.status = 503
        with django_capture_on_commit_callbacks(execute=True):
            Purge.objects.create(address=cache.address, keys="film-1")
        assert Purge.objects.count() == 1
        assert caplog.messages == ["Shared cache 1 was not purged: 503. run_due tries again."]
        Purge.objects.create(address=cache.address, keys="film-2")
        cache.status, cache.told = 200, []
        run_due()
        assert cache.told == [("/purge?all", "film-1 film-2", generation)] * 2
        assert not Purge.objects.exists()

    def test_of_many_keys_is_sent_in_parts(self, cache, monkeypatch):
        monkeypatch.setattr(purging, "MOST_BYTES", 12)
        purging.send_purge(cache.address, {"film-1", "film-2", "film-3"}, 4)
        assert [keys for _path, keys, _generation in cache.told[:3]] == [
            "film-1",
            "film-2",
            "film-3",
        ]

    def test_of_every_page_needs_no_other_key(self, cache):
        Purge.objects.create(address=cache.address, keys="film-1 site")
        purging.purge_now(cache.address)
        assert cache.told[0][1] == "site"

    def test_to_a_former_cache_is_dropped(self, settings):
        Purge.objects.create(address="http://127.0.0.1:1/", keys="film-1")
        settings.CACHE_PURGE_URLS = []
        run_due()
        assert not Purge.objects.exists()

    def test_to_a_cache_that_is_away_raises_nothing(self, settings, caplog):
        settings.CACHE_PURGE_URLS = ["http://127.0.0.1:1/"]
        Purge.objects.create(address="http://127.0.0.1:1/", keys="film-1")
        purging.purge_now("http://127.0.0.1:1/")
        assert caplog.messages == [
            "Shared cache 1 was not purged: ConnectionRefusedError. run_due tries again."
        ]
