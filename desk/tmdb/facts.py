"""What TMDB knows of one film, read from its answer."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from films.known_dates import FIRST_YEAR, LAST_YEAR, KnownDate
from films.models import Film

MOST_ACTORS = 60
"""How many actors are proposed. TMDB lists the extras, too."""

_STATUSES = {
    "Rumored": Film.Status.RUMORED,
    "Planned": Film.Status.PLANNED,
    "In Production": Film.Status.IN_PRODUCTION,
    "Post Production": Film.Status.POST_PRODUCTION,
    "Released": Film.Status.RELEASED,
    "Canceled": Film.Status.CANCELED,
}
# TMDB's job → the one that `cast.cast_list` reads.
_JOBS = {
    "Director": "Director",
    "Co-Director": "Co-Director",
    "Writer": "Writer",
    "Screenplay": "Screenplay",
    "Story": "Story",
    "Producer": "Producer",
    "Original Music Composer": "Composer",
    "Director of Photography": "Director of Photography",
    "Editor": "Editor",
    "Production Design": "Production Design",
    "Costume Design": "Costume Design",
    "Casting": "Casting",
    "Stunt Coordinator": "Stunt Coordinator",
}
_COLLECTION = re.compile(r"\s*(?:\bCollection|\bFilmreihe|[-–]\s*Kollektion|\bSaga)$", re.I)
_IMDB = re.compile(r"tt[0-9]{7,9}")
_WIKIDATA = re.compile(r"Q[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class TmdbFilm:
    """The facts of one film; "", None or () where TMDB has none.

    ``release`` is a date in ISO 8601. ``cast_list`` is a text for `cast.cast_list`: a person and
    the characters, or a job and a person, in each line.
    """

    tmdb_id: int
    title: str
    original_title: str
    tagline: str
    overview: str
    status: str
    release: str
    runtime: int | None
    certification: str
    genres: tuple[str, ...]
    imdb_id: str
    wikidata_id: str
    franchise: str
    poster: str
    cast_list: str


def read_film(answer: Mapping[str, Any], region: str) -> TmdbFilm:
    """The film in an answer of TMDB. What is missing or not of the kind it should be is left out.

    ``region`` is the country whose certification counts.
    """
    title = _text(answer, "title")
    original = _text(answer, "original_title")
    ids = _mapping(answer, "external_ids")
    return TmdbFilm(
        tmdb_id=answer["id"] if isinstance(answer.get("id"), int) else 0,
        title=title,
        original_title="" if original == title else original,
        tagline=_text(answer, "tagline"),
        overview=_text(answer, "overview"),
        status=str(_STATUSES.get(_text(answer, "status"), "")),
        release=_release(_text(answer, "release_date")),
        runtime=_runtime(answer.get("runtime")),
        certification=_certification(answer, region),
        genres=tuple(filter(None, (_text(each, "name") for each in _rows(answer, "genres")))),
        imdb_id=_matching(_IMDB, _text(ids, "imdb_id") or _text(answer, "imdb_id")),
        wikidata_id=_matching(_WIKIDATA, _text(ids, "wikidata_id")),
        franchise=_COLLECTION.sub("", _text(_mapping(answer, "belongs_to_collection"), "name")),
        poster=_text(answer, "poster_path"),
        cast_list="\n".join(_cast_list(_mapping(answer, "credits"))),
    )


def year_of(answer: Mapping[str, Any]) -> int | None:
    """The year in which TMDB's film came out."""
    released = _release(_text(answer, "release_date"))
    return KnownDate.from_iso(released).year if released else None


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _mapping(row: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def _rows(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = row.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _release(text: str) -> str:
    with suppress(ValueError):
        date = KnownDate.from_iso(text)
        if FIRST_YEAR <= date.year <= LAST_YEAR:
            return date.iso()
    return ""


def _runtime(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 < value < 10_000 else None


def _matching(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _certification(answer: Mapping[str, Any], region: str) -> str:
    for country in _rows(_mapping(answer, "release_dates"), "results"):
        if country.get("iso_3166_1") == region:
            for release in _rows(country, "release_dates"):
                if certification := _text(release, "certification"):
                    return certification[:20]
    return ""


def _cast_list(credits_of_film: Mapping[str, Any]) -> Iterator[str]:
    for actor in _rows(credits_of_film, "cast")[:MOST_ACTORS]:
        if name := _text(actor, "name"):
            yield f"{name}\t{_text(actor, 'character')}".strip()
    crew = _rows(credits_of_film, "crew")
    for theirs, ours in _JOBS.items():
        names = (_text(each, "name") for each in crew if each.get("job") == theirs)
        yield from (f"{ours}: {name}" for name in dict.fromkeys(names) if name)
