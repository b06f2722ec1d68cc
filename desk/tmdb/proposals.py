"""The facts of TMDB beside those of the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.tmdb.facts import TmdbFilm
from desk.tmdb.models import TmdbRecord
from films.known_dates import KnownDate
from films.models import Film
from images.slugs import comparable_name
from spoilers import check_plain

OF_THE_FILM = (
    *("title", "original_title", "tagline", "overview", "status", "release", "runtime"),
    *("certification", "tmdb_id", "imdb_id", "wikidata_id"),
)
"""The facts that are attributes of a film."""

POSTER_NAME = "poster_name"
"""The fact of a `TmdbRecord` with the name that TMDB's poster has in the library."""

_LABELS = {
    "genres": gettext_lazy("genres"),
    "franchise": gettext_lazy("franchise"),
    "poster": gettext_lazy("poster"),
}

Fact = str | int | list[str] | None


@dataclass(slots=True)
class Proposal:
    """One fact that TMDB and the site do not say alike.

    ``now`` and ``offered`` are texts for the editor. ``note`` says why it is not taken at first, or
    cannot be taken.
    """

    name: str
    label: str
    now: str
    offered: str
    is_taken: bool = True
    can_be_taken: bool = True
    note: str = ""


def stored(film: Film) -> dict[str, Fact]:
    """The facts of ``film`` in the form of `offered`."""
    found: dict[str, Fact] = {name: getattr(film, name) for name in OF_THE_FILM}
    found["release"] = film.release.iso() if film.release else None
    found["genres"] = sorted(film.genres.values_list("name", flat=True))
    found["franchise"] = sorted(film.franchises.values_list("name", flat=True))
    found["poster"] = film.poster.name if film.poster else None
    return found


def offered(facts: TmdbFilm) -> dict[str, Fact]:
    """What TMDB says, without what it does not know."""
    found: dict[str, Fact] = {name: getattr(facts, name) for name in OF_THE_FILM}
    found["genres"] = sorted(facts.genres)
    found["franchise"] = [facts.franchise] if facts.franchise else []
    found["poster"] = facts.poster
    return {name: value for name, value in found.items() if value}


class Comparison:
    """What TMDB says of ``film``, None for a new one, beside what the site has."""

    def __init__(self, facts: TmdbFilm, film: Film | None) -> None:
        self.facts, self.film = facts, film
        self.now = stored(film) if film else {}
        self.offered = offered(facts)
        record = TmdbRecord.objects.filter(film=film).first() if film else None
        self.last: dict[str, Fact] = record.facts if record else {}
        if self.last.get(POSTER_NAME) and self.now["poster"] == self.last[POSTER_NAME]:
            self.now["poster"] = self.last["poster"]
        self.proposals = list(self._proposals())
        self.same = [
            _label(name) for name in self.offered if _same(self.now.get(name), self.offered[name])
        ]

    @property
    def digest(self) -> str:
        """Differs if TMDB or the site says something else."""
        return sha256(repr((self.now, self.offered)).encode()).hexdigest()[:16]

    def choose(self, names: list[str]) -> None:
        """Take the facts of these ``names``, and no others."""
        for each in self.proposals:
            each.is_taken = each.can_be_taken and each.name in names

    def taken(self) -> dict[str, Fact]:
        return {each.name: self.offered[each.name] for each in self.proposals if each.is_taken}

    def remembered(self) -> dict[str, Fact]:
        """What a `TmdbRecord` keeps: what TMDB said of all that the site now says alike, and what
        it said before of all that an editor has changed."""
        taken = self.taken()
        alike = {n: it for n, it in self.offered.items() if _same(self.now.get(n), it)}
        return {**self.last, **alike, **taken}

    def _proposals(self) -> Iterator[Proposal]:
        for name, value in self.offered.items():
            now = self.now.get(name)
            if _same(now, value):
                continue
            found = Proposal(name, _label(name), _shown(name, now), _shown(name, value))
            if problem := _problem(value):
                found.is_taken = found.can_be_taken = False
                found.note = problem
            # An editor has changed the fact, or emptied it after it was taken from TMDB.
            elif now != self.last.get(name) and (now or name in self.last):
                found.is_taken = False
                found.note = _("The site says otherwise. It is kept, unless you take TMDB’s.")
            yield found


def _same(now: Fact, value: Fact) -> bool:
    if isinstance(value, list):
        names = now if isinstance(now, list) else []
        return set(map(comparable_name, value)) <= set(map(comparable_name, names))
    return now == value


def _problem(value: Fact) -> str:
    """Why ``value`` cannot be public, or ""."""
    texts = value if isinstance(value, list) else [value]
    problems = [each for text in texts if isinstance(text, str) for each in check_plain(text)]
    return problems[0].message if problems else ""


def _label(name: str) -> str:
    if name == "release":
        return capfirst(str(Film.release.short_description))
    label = _LABELS.get(name) or Film._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return capfirst(str(label))


def _shown(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "release":
        return KnownDate.from_iso(value).spelled_out()
    if name == "status":
        return str(Film.Status(value).label)
    if name == "poster" and value.startswith("/"):
        return _("TMDB’s poster")
    if isinstance(value, list):
        return ", ".join(value)
    return str(value) if name == "tmdb_id" else localize(value)
