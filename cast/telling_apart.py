"""Films that have one title and one year, told apart by what is beside the title."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from cast.departments import is_directing
from cast.models import Credit
from films.known_dates import Precision
from films.models import Film
from images.slugs import comparable_name


def tell_apart(films: Iterable[Film | None]) -> None:
    """Set `Film.distinction` of those of ``films`` whose title and year another stored film has.

    It is the first of these that is known: the directors, the original title, the day of the
    release, the slug; with the next ones if it does not differ from another film's. Everything in
    it is public. One query; two if there is such a film.
    """
    wanted = [film for film in films if film]
    if wanted:
        titles = {film.title for film in wanted}
        _distinguish(wanted, Film.objects.filter(title__in=titles).order_by("pk"))


def films_told_apart(keys: Collection[int]) -> dict[int, Film]:
    """The films with these primary keys, with their `Film.distinction`. One query; two if another
    stored film has the title and year of one of them."""
    if not keys:
        return {}
    titles = Film.objects.filter(pk__in=keys).order_by().values("title")
    films = list(Film.objects.filter(title__in=titles).order_by("pk"))
    wanted = {film.pk: film for film in films if film.pk in keys}
    _distinguish(wanted.values(), films)
    return wanted


def _distinguish(wanted: Iterable[Film], films: Iterable[Film]) -> None:
    """Set the distinction of ``wanted``. ``films`` are all with their titles."""
    groups: dict[tuple[str, int | None], list[Film]] = defaultdict(list)
    for film in films:
        groups[_shown(film)].append(film)
    alike = {shown: group for shown, group in groups.items() if len(group) > 1}
    directors = _directors(film for group in alike.values() for film in group)
    found: dict[int, str] = {}
    for group in alike.values():
        found |= _different({film.pk: _details(film, directors) for film in group})
    for film in wanted:
        film.distinction = found.get(film.pk, "")


def _shown(film: Film) -> tuple[str, int | None]:
    return comparable_name(film.title), film.year


def _details(film: Film, directors: Mapping[int, str]) -> list[str]:
    """What may differ, the most telling first; the slug, which does, last."""
    has_other = comparable_name(film.original_title) != comparable_name(film.title)
    # These films are of the same year, so a year alone tells nothing.
    is_year = film.release is None or film.release.precision == Precision.YEAR
    day = "" if is_year else str(film.release)
    details = [directors.get(film.pk, ""), film.original_title if has_other else "", day, film.slug]
    return list(filter(None, details))


def _different(details: dict[int, list[str]]) -> dict[int, str]:
    """For each film as few of its ``details`` as make it different from the others."""
    found: dict[int, str] = {}
    for count in range(1, max(map(len, details.values())) + 1):
        joined = {pk: ", ".join(each[:count]) for pk, each in details.items() if pk not in found}
        counts = Counter(joined.values())
        found |= {pk: text for pk, text in joined.items() if counts[text] == 1}
    return found


def _directors(films: Iterable[Film]) -> dict[int, str]:
    """The names of the directors by film, in the order of billing. No query without ``films``."""
    keys = [film.pk for film in films]
    if not keys:
        return {}
    credits = Credit.objects.public().filter(film__in=keys, person__isnull=False).by_billing()
    crew = credits.exclude(department=Credit.ACTING)
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for film, job, name in crew.values_list("film", "job", "person__name"):
        if is_directing(job):
            names[film].setdefault(name)
    return {film: ", ".join(found) for film, found in names.items()}
