"""The position of a film in its franchises, for the film's page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from films.models import Film, FranchiseEntry
from pages.franchises.orders import (
    FilmOrder,
    OrderedFilm,
    entries_by_story,
    ordered_films,
    release_order,
    story_order,
)
from pages.paths import reverse

POSTER_SIZES = "8rem"


@dataclass(frozen=True, slots=True)
class FranchisePosition:
    """A film in one franchise, with its neighbours by release and, if it is known, by story.

    ``orders`` is empty for the only film of a franchise.
    """

    franchise: str
    url: str
    label: str
    relation: str
    note: str
    orders: list[FilmOrder]


def franchise_positions(film: Film) -> list[FranchisePosition]:
    """The positions of ``film`` in its franchises, by the names of these. One query."""
    entries = (
        FranchiseEntry.objects.filter(franchise__entries__film=film)
        .select_related("franchise", "film__poster")
        .order_by("franchise__sort_key", "franchise", "release_order")
    )
    return [
        _position(film, list(siblings))
        for _franchise, siblings in groupby(entries, key=lambda entry: entry.franchise_id)
    ]


def relation_label(entry: FranchiseEntry) -> str:
    """The kind of ``entry``, such as "spin-off"; "" for an entry of the main series."""
    main = entry.relation == FranchiseEntry.Relation.MAIN
    return "" if main else str(FranchiseEntry.Relation(entry.relation).label)


def _position(film: Film, entries: list[FranchiseEntry]) -> FranchisePosition:
    """The position of ``film`` in the franchise with these ``entries``, in order of release."""
    own = next(entry for entry in entries if entry.film_id == film.pk)
    by_story = entries_by_story(entries)
    orders = [release_order(_with_neighbours(own, entries))]
    if by_story:
        orders.append(story_order(_with_neighbours(own, by_story)))
    return FranchisePosition(
        franchise=own.franchise.name,
        url=reverse("pages:franchise", args=[own.franchise.slug]),
        label=own.label,
        relation=relation_label(own),
        note=own.note,
        orders=orders if len(entries) > 1 else [],
    )


def _with_neighbours(
    own: FranchiseEntry, entries: Sequence[FranchiseEntry]
) -> list[OrderedFilm | None]:
    """The film before ``own``, the film of ``own``, and the film after it; None at the ends."""
    at = entries.index(own)
    start = max(0, at - 1)
    films = ordered_films(entries[start : at + 2], POSTER_SIZES, first=start + 1)
    previous = films[0] if at else None
    following = films[-1] if at + 1 < len(entries) else None
    return [previous, replace(films[at - start], is_current=True), following]
