"""The films that a reader can mark as seen, as pages offer them to the script.

The list of seen films is kept in the reader's browser and never sent to the site. Pages are the
same for every reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from films.models import Film, FranchiseEntry


@dataclass(frozen=True, slots=True)
class MarkableFilm:
    """What a reader's list stores of a film. ``id`` is its primary key, as a slug may change.

    ``title`` includes what tells the film from another of its title and year.
    """

    id: int
    title: str
    slug: str
    year: int | None


@dataclass(frozen=True, slots=True)
class MarkableOrder:
    """The markable films of a franchise in one order; ``name`` is "release" or "story"."""

    name: str
    films: list[MarkableFilm]


def markable_film(film: Film) -> MarkableFilm | None:
    """``film`` for the reader's list; None for a film that is not released."""
    if film.status != Film.Status.RELEASED:
        return None
    return MarkableFilm(film.pk, film.told_apart_title, film.slug, film.year)


def markable_orders(
    release: Sequence[FranchiseEntry], story: Sequence[FranchiseEntry] | None
) -> list[MarkableOrder]:
    """The orders in which a reader can mark a franchise up to a film. No query if the films of the
    entries are loaded.

    ``story`` is None for a franchise without a known order of events. The story order is left out
    if it is the order of release. The list is empty if no film is released.
    """
    by_release = _markable_order("release", release)
    by_story = _markable_order("story", story or [])
    if not by_story.films or by_story.films == by_release.films:
        return [by_release] if by_release.films else []
    return [by_release, by_story]


def _markable_order(name: str, entries: Iterable[FranchiseEntry]) -> MarkableOrder:
    return MarkableOrder(name, [film for entry in entries if (film := markable_film(entry.film))])
