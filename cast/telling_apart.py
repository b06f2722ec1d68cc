"""Films that have one title and one year, told apart by what is beside the title."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from cast.departments import is_directing
from cast.models import Credit
from films.known_dates import Precision
from films.models import Film
from images.slugs import comparable_name


def tell_apart(films: Iterable[Film | None]) -> None:
    """Set `Film.distinction` of those of ``films`` whose title and year another stored film has.

    It is the name of the directors, else the original title, else the day of the release, else the
    slug; and the slug as well if the others do not differ. Everything in it is public. One query;
    two if there is such a film.
    """
    wanted = [film for film in films if film]
    if not wanted:
        return
    groups: dict[tuple[str, int | None], list[Film]] = defaultdict(list)
    for film in Film.objects.filter(title__in={film.title for film in wanted}).order_by("pk"):
        groups[_shown(film)].append(film)
    alike = {shown: group for shown, group in groups.items() if len(group) > 1}
    directors = _directors(film for group in alike.values() for film in group)
    found: dict[int, str] = {}
    for group in alike.values():
        details = {film.pk: directors.get(film.pk) or _detail(film) for film in group}
        counts = Counter(details.values())
        for film in group:
            detail = details[film.pk]
            found[film.pk] = detail if counts[detail] == 1 else f"{detail}, {film.slug}"
    for film in wanted:
        film.distinction = found.get(film.pk, "")


def _shown(film: Film) -> tuple[str, int | None]:
    return comparable_name(film.title), film.year


def _detail(film: Film) -> str:
    if comparable_name(film.original_title) not in ("", comparable_name(film.title)):
        return film.original_title
    # The year is the same.
    is_year = film.release and film.release.precision == Precision.YEAR
    return film.slug if is_year or not film.release else str(film.release)


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
