"""The films of a franchise in order of release, and in order of the events they tell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from films.models import FranchiseEntry
from films.timeline import Contradiction, in_universe_order
from pages.paths import reverse
from pages.pictures import decorative_picture

FEW_FILMS = 5
"""Up to so many films share the width of a page. Posters in longer orders are narrower."""

FEW_SIZES = "(min-width: 46rem) 14.5rem, 11.7rem"
MANY_SIZES = "(min-width: 46rem) 10rem, 8.6rem"


@dataclass(frozen=True, slots=True)
class OrderedFilm:
    """A film at position ``number`` of an order, from 1. ``poster`` is HTML, or "".

    ``is_current``: it is the film of the page. ``has_moved``: its position in the other order of
    the franchise differs.
    """

    number: int
    url: str
    title: str
    year: int | None
    distinction: str
    label: str
    poster: SafeString | str
    is_current: bool = False
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class FilmOrder:
    """The films of a franchise in one order, ``name``: "release" or "story".

    On a film's page ``films`` are three: the previous film, the film itself and the next film. At
    the ends of the franchise previous or next is None.
    """

    name: str
    heading: str
    films: Sequence[OrderedFilm | None]


def release_order(films: Sequence[OrderedFilm | None]) -> FilmOrder:
    """``films``, which are in order of release, with the heading of that order."""
    return FilmOrder("release", _("In order of release"), films)


def story_order(films: Sequence[OrderedFilm | None]) -> FilmOrder:
    """``films``, which are in order of events, with the heading of that order."""
    return FilmOrder("story", _("In order of the story"), films)


def entries_by_story(entries: Sequence[FranchiseEntry]) -> list[FranchiseEntry] | None:
    """``entries`` in order of events; None if their relations are unknown or contradictory.

    Forms refuse a contradiction, but no database constraint does. It must not break the page.
    """
    if not any(entry.after_id or entry.before_id for entry in entries):
        return None
    try:
        return in_universe_order(entries)
    except Contradiction:
        return None


def ordered_films(
    entries: Collection[FranchiseEntry],
    sizes: str = "",
    *,
    first: int = 1,
    prioritize_first: bool = False,
) -> list[OrderedFilm]:
    """The films of ``entries`` in the given order, from position ``first`` on. Films and posters
    are loaded.

    ``sizes`` is the attribute of the posters; by default it depends on the number of entries.
    ``prioritize_first``: fetch the first poster first.
    """
    sizes = sizes or (FEW_SIZES if len(entries) <= FEW_FILMS else MANY_SIZES)
    return [
        OrderedFilm(
            number=number,
            url=reverse("pages:film", args=[entry.film.slug]),
            title=entry.film.title,
            year=entry.film.year,
            distinction=entry.film.distinction,
            label=entry.label,
            poster=decorative_picture(
                entry.film.poster, sizes, priority=prioritize_first and number == first
            ),
        )
        for number, entry in enumerate(entries, first)
    ]
