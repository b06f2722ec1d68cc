"""Fills the films that an import proposes with the facts of TMDB, if the site has a key for it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from desk.tmdb import client
from desk.tmdb.facts import TmdbFilm, read_film, year_of
from desk.tmdb.posters import add_poster, read_poster
from desk.tmdb.proposals import Comparison
from desk.tmdb.taking import take
from films.comparable_titles import comparable_title
from films.models import Film
from images.decoding import Picture

MOST_FAILURES = 3

# A franchise is public as soon as there is one. An editor takes it when the film is confirmed.
_LEFT_OUT = {"franchise"}


@dataclass(frozen=True, slots=True)
class FoundFilm:
    facts: TmdbFilm
    poster: Picture | None = None

    def store(self) -> Film | None:
        """The film with these facts, saved, or the one that the site has already. In a transaction.
        None if they cannot be stored."""
        same = Film.objects.filter(tmdb_id=self.facts.tmdb_id).first()
        if same is None and self.facts.imdb_id:
            same = Film.objects.filter(imdb_id=self.facts.imdb_id).first()
        if same is not None:
            return same
        comparison = Comparison(self.facts, None)
        comparison.choose(
            [each.name for each in comparison.proposals if each.name not in _LEFT_OUT]
        )
        try:
            with transaction.atomic():
                image = add_poster(self.facts, self.poster) if self.poster else None
                return take(comparison, image, is_confirmed=False)
        except ValidationError:
            return None


class TmdbFilms:
    """Asks TMDB about films. After some failures in a row it asks no more."""

    def __init__(self) -> None:
        self.failures = 0 if client.is_set_up() else MOST_FAILURES

    def find(self, film: Film) -> tuple[FoundFilm | None, str]:
        """TMDB's facts of the proposed ``film``, and a warning or "". Up to three requests, each of
        some seconds at most; not in a transaction."""
        if self.failures >= MOST_FAILURES:
            return None, ""
        try:
            facts = self._facts(film)
        except client.TmdbError as error:
            self.failures += 1
            return None, _("The film has no facts from TMDB. %(reason)s") % {"reason": error}
        self.failures = 0
        if facts is None:
            return None, _("TMDB has no film, or several, of this title and year.")
        poster, warning = read_poster(facts) if facts.poster else (None, "")
        return FoundFilm(facts, poster), warning

    def _facts(self, film: Film) -> TmdbFilm | None:
        tmdb_id = film.tmdb_id or _only(film, client.search(film.title, film.year))
        if not tmdb_id:
            return None
        facts = read_film(client.film(tmdb_id), client.region())
        is_other = film.imdb_id and facts.imdb_id and film.imdb_id != facts.imdb_id
        return None if is_other or facts.tmdb_id != tmdb_id else facts


def _only(film: Film, answers: list[dict[str, Any]]) -> int | None:
    """The id of the film that TMDB found with the title and the year of ``film``."""
    wanted = comparable_title(film.title)
    fitting = {
        each["id"]
        for each in answers
        if isinstance(each.get("id"), int)
        and wanted in {comparable_title(str(each.get(key) or "")) for key in _TITLES}
        and (film.year is None or year_of(each) == film.year)
    }
    return fitting.pop() if len(fitting) == 1 else None


_TITLES = ("title", "original_title")
