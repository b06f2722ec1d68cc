"""Which film a post is about: by its ids, else by title and year, else a proposed one.

Nothing is guessed: where several films are possible, the review has none, and a warning names them.
"""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from films.comparable_titles import comparable_title
from films.known_dates import FIRST_YEAR, LAST_YEAR, KnownDate
from films.models import Film
from images.slugs import slug_for
from moving.free_slugs import first_free
from moving.imported import ImportedFilm, ImportedPost
from moving.site_map import SiteMap
from moving.tmdb_films import FoundFilm

SLUG_LENGTH = 200
MOST_NAMED = 3


@dataclass
class FilmChoice:
    """``film`` is a stored film, or a new one that is not saved; None for none."""

    film: Film | None = None
    warnings: list[str] = field(default_factory=list)
    found: FoundFilm | None = None
    """The facts of TMDB about a new film."""

    @property
    def is_new(self) -> bool:
        return self.film is not None and self.film._state.adding


def choose_film(post: ImportedPost, site_map: SiteMap) -> FilmChoice:
    """Three queries at most."""
    slug = site_map.film_of(post)
    if slug is not None:
        return _of_slug(slug)
    said = post.film
    by_id = _by_ids(said)
    if by_id:
        return FilmChoice(by_id)
    if not comparable_title(said.title):
        return FilmChoice(None, [_("Which film it is about is not told. Choose the film.")])
    same = list(Film.objects.filter(comparable_title=comparable_title(said.title)))
    fitting = [film for film in same if film.year == said.year and _may_be(film, said)]
    if len(fitting) == 1:
        return FilmChoice(fitting[0])
    if fitting or (same and said.year is None):
        return FilmChoice(None, [_several(said, fitting or same)])
    return _proposed(said)


def _by_ids(said: ImportedFilm) -> Film | None:
    rows: QuerySet[Film] = Film.objects.all()
    if said.imdb_id and (found := rows.filter(imdb_id=said.imdb_id).first()):
        return found
    return rows.filter(tmdb_id=said.tmdb_id).first() if said.tmdb_id else None


def _may_be(film: Film, said: ImportedFilm) -> bool:
    """Whether no id of ``film`` is another one than the source says."""
    imdb = not said.imdb_id or film.imdb_id in (None, said.imdb_id)
    return imdb and (not said.tmdb_id or film.tmdb_id in (None, said.tmdb_id))


def _of_slug(slug: str) -> FilmChoice:
    if not slug or slug == "none":
        return FilmChoice()
    film: Film | None = Film.objects.by_slug(slug).first()
    if film is None:
        message = _("The file of --map names the film “%(slug)s”, which does not exist.")
        return FilmChoice(None, [message % {"slug": slug}])
    return FilmChoice(film)


def _several(said: ImportedFilm, films: list[Film]) -> str:
    names = ", ".join(f"{film} ({film.slug})" for film in films[:MOST_NAMED])
    return _("“%(title)s” may be %(films)s. Choose the film.") % {
        "title": said.title,
        "films": names,
    }


def _proposed(said: ImportedFilm) -> FilmChoice:
    release = None
    if said.year and FIRST_YEAR <= said.year <= LAST_YEAR:
        release = KnownDate.from_iso(f"{said.year:04d}")
    is_out = release is not None and release.first_day <= timezone.localdate()
    film = Film(
        title=said.title,
        status=Film.Status.RELEASED if is_out else Film.Status.PLANNED,
        imdb_id=said.imdb_id or None,
        tmdb_id=said.tmdb_id,
        is_confirmed=False,
    )
    film.release = release
    film.slug = free_slug(film)
    warnings = []
    if said.is_from_title:
        warnings.append(_("The film was read from the title of the post. Check it."))
    return FilmChoice(film, warnings)


def free_slug(film: Film) -> str:
    """Of the title, or else with the year, or else with a number."""
    return first_free(
        slug_for(Film, film.title),
        slug_for(Film, f"{film.title} {film.year or ''}"),
        max_length=SLUG_LENGTH,
        used=lambda slugs: Film.objects.filter(slugs__slug__in=slugs).values_list(
            "slugs__slug", flat=True
        ),
    )
