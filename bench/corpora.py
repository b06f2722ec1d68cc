"""Databases with a corpus of a size, made once and kept in var/bench.

A corpus is made again when a migration, the code that makes corpora or the redactor has changed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from bench.curtain import manage, settings_of_site
from bench.servers import ROOT, VAR

MEDIA = VAR / "media"
MADE_FROM = ("*/migrations/*.py", "pages/corpus/*", "spoilers/*.py", "editions/rendering.py")


def name_of(reviews: int, people: int | None = None) -> str:
    digest = sha256()
    for pattern in MADE_FROM:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file():
                digest.update(file.read_bytes())
    size = str(reviews) if people is None else f"{reviews}_{people}"
    return f"corpus_{size}_{digest.hexdigest()[:8]}"


def sqlite(reviews: int, people: int | None = None) -> dict[str, str]:
    """The environment of a site on SQLite with so many ``reviews``, and ``people`` if given."""
    file = VAR / f"{name_of(reviews, people)}.sqlite3"
    if not file.exists():
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        _fill(settings_of_site(f"sqlite:///{part}", MEDIA), reviews, people)
        part.rename(file)
    return settings_of_site(f"sqlite:///{file}", MEDIA)


def postgresql(reviews: int, server: str, people: int | None = None) -> dict[str, str]:
    """As `sqlite`, in a database of the PostgreSQL ``server``, the URL of another database."""
    name = name_of(reviews, people)
    url = server.replace("/curtain?", f"/{name}?")
    with _administration(server) as connection:
        done = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if done.fetchone() is None:
            part = f"{name}_part"
            connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(part)))
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(part)))
            _fill(
                settings_of_site(server.replace("/curtain?", f"/{part}?"), MEDIA), reviews, people
            )
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(Identifier(part), Identifier(name)))
    return settings_of_site(url, MEDIA)


@contextmanager
def _administration(server: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server, autocommit=True) as connection:
        yield connection


def _fill(env: dict[str, str], reviews: int, people: int | None) -> None:
    print(f"Making a corpus of {reviews:,} reviews …", file=sys.stderr)
    Path(MEDIA).mkdir(parents=True, exist_ok=True)
    manage(env, "migrate", "--verbosity=0")
    options = [f"--reviews={reviews}", *([] if people is None else [f"--people={people}"])]
    manage(env, "make_corpus", *options, quiet=False)
