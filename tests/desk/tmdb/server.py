"""A server with answers in the form of TMDB's, on this machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pytest_django import Settings

KEY = "0123456789abcdef0123456789abcdef"

FILM: dict[str, Any] = {
    "id": 541671,
    "title": "Ballerina",
    "original_title": "From the World of John Wick: Ballerina",
    "tagline": "Vengeance has a new face.",
    "overview": "A dancer who was trained to kill looks for the people who killed her father.",
    "status": "Released",
    "release_date": "2025-06-04",
    "runtime": 125,
    "genres": [{"id": 28, "name": "Action"}, {"id": 53, "name": "Thriller"}],
    "belongs_to_collection": {"id": 404609, "name": "John Wick Collection"},
    "poster_path": "/poster.png",
    "external_ids": {"imdb_id": "tt7181546", "wikidata_id": "Q107556470"},
    "release_dates": {
        "results": [
            {"iso_3166_1": "DE", "release_dates": [{"certification": "18"}]},
            {
                "iso_3166_1": "US",
                "release_dates": [{"certification": ""}, {"certification": "R"}],
            },
        ]
    },
    "credits": {
        "cast": [
            {"id": 224513, "name": "Ana de Armas", "character": "Eve Macarro", "order": 0},
            {"id": 6384, "name": "Keanu Reeves", "character": "John Wick", "order": 1},
            {"id": 1, "name": "Ann Alpha", "character": "Nurse / Voice (voice)", "order": 2},
        ],
        "crew": [
            {"id": 3950, "name": "Len Wiseman", "job": "Director", "department": "Directing"},
            {"id": 5, "name": "Shay Hatten", "job": "Writer", "department": "Writing"},
            {"id": 6, "name": "Somebody", "job": "Best Boy Electric", "department": "Lighting"},
        ],
    },
}


class Tmdb:
    """What the server answers, and what it was asked: paths and queries."""

    def __init__(self, picture: bytes) -> None:
        self.url = ""
        self.reset(picture)

    def reset(self, picture: bytes) -> None:
        self.film: dict[str, Any] = json.loads(json.dumps(FILM))
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.picture = picture
        self.status = 200
        self.body: bytes | None = None

    def set_up(self, settings: Settings) -> None:
        """Have the site ask this server."""
        settings.TMDB_API_KEY = KEY
        settings.TMDB_URL = f"{self.url}/3"
        settings.TMDB_PICTURES_URL = f"{self.url}/pictures"

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, bytes]:
        self.asked.append((path, query))
        if self.status != 200 or self.body is not None:
            return self.status, self.body or b"{}"
        if path.startswith("/pictures/"):
            return 200, self.picture
        if query.get("api_key") != [KEY]:
            return 401, b"{}"
        if path == "/3/search/movie":
            return 200, json.dumps({"results": [self.film]}).encode()
        if path == f"/3/movie/{self.film['id']}":
            return 200, json.dumps(self.film).encode()
        return 404, b"{}"


@contextmanager
def running(picture: bytes) -> Iterator[Tmdb]:
    tmdb = Tmdb(picture)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, body = tmdb.answer(parts.path, parse_qs(parts.query))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        tmdb.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield tmdb
        server.shutdown()
        thread.join()
