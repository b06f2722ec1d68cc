"""Stores the facts of TMDB that an editor takes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from desk.tmdb.models import TmdbRecord
from desk.tmdb.proposals import OF_THE_FILM, POSTER_NAME, Comparison
from films.comparable_titles import comparable_title
from films.known_dates import KnownDate
from films.models import Film, Franchise, FranchiseEntry, Genre
from images.models import Image
from images.slugs import comparable_name, numbered, slug_for


def same_title_and_year(comparison: Comparison) -> QuerySet[Film]:
    """The films of the site that could be the new one of ``comparison``."""
    release = comparison.offered.get("release")
    same = Film.objects.filter(comparable_title=comparable_title(str(comparison.facts.title)))
    if not release:
        return same.filter(release_date=None)
    return same.filter(release_date__year=KnownDate.from_iso(str(release)).year)


def take(comparison: Comparison, poster: Image | None, *, is_confirmed: bool = True) -> Film:
    """The film of ``comparison`` with the facts that are taken, or a new one; saved.

    ``poster`` is the picture, if it is taken. ``is_confirmed`` says whether an editor has seen the
    film. The caller has a transaction and the lock of all
    writers of public rows. Raises `ValidationError`; then nothing may be kept.
    """
    taken = comparison.taken()
    film = comparison.film or Film()
    for name in OF_THE_FILM:
        if name in taken:
            value: Any = taken[name]
            setattr(film, name, KnownDate.from_iso(value) if name == "release" else value)
    if film._state.adding:
        film.slug = _free_slug(film)
    film.is_confirmed = is_confirmed
    if poster:
        film.poster = poster
    film.full_clean(exclude=["poster", "backdrop"])
    film.save()
    if "genres" in taken:
        film.genres.add(*(_genre(name) for name in _names(taken["genres"])))
    for name in _names(taken.get("franchise")):
        _enter(film, name)
    facts = comparison.remembered()
    if poster:
        facts[POSTER_NAME] = poster.name
    TmdbRecord.objects.update_or_create(film=film, defaults={"facts": facts})
    return film


def _names(value: Any) -> list[str]:
    return value if isinstance(value, list) else []


def _free_slug(film: Film) -> str:
    """Of the title, or else with the year, or else with a number."""
    if not film.title:
        raise ValidationError({"title": _("A film needs a title.")})
    slug = slug_for(Film, film.title)
    with_year = slug_for(Film, f"{film.title} {film.year or ''}")
    candidates = [slug, with_year, *(numbered(with_year, number, 200) for number in range(2, 100))]
    used = set(
        Film.objects.filter(slugs__slug__in=candidates).values_list("slugs__slug", flat=True)
    )
    return next(each for each in candidates if each not in used)


def _genre(name: str) -> Genre:
    found: Genre | None = Genre.objects.by_slug(slug_for(Genre, name)).first()
    if found and comparable_name(found.name) == comparable_name(name):
        return found
    named = Genre.objects.filter(name__iexact=name).first()
    genre: Genre = named or Genre(name=name, slug=slug_for(Genre, name))
    if genre._state.adding:
        genre.full_clean()
        genre.save()
    return genre


def _enter(film: Film, name: str) -> None:
    """Put ``film`` at the end of the franchise called ``name``, which is made if it is missing."""
    franchise: Franchise | None = Franchise.objects.filter(name__iexact=name).first()
    if franchise is None:
        franchise = Franchise(name=name, slug=slug_for(Franchise, name))
        franchise.full_clean()
        franchise.save()
    if franchise.entries.filter(film=film).exists():
        return
    last = franchise.entries.aggregate(last=Max("release_order"))["last"] or 0
    FranchiseEntry.objects.create(franchise=franchise, film=film, release_order=last + 1)
