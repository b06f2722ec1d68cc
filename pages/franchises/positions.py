"""Where films stand in their franchises: by release, and among the events of their universe."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from films.models import Film, FranchiseEntry
from films.timeline import Contradiction, in_universe_order
from pages.listings.tiles import poster_beside_title

FRAME_SIZES = "8rem"
FEW_SIZES = "(min-width: 46rem) 14.5rem, 11.7rem"
MANY_SIZES = "(min-width: 46rem) 10rem, 8.6rem"
FEW = 5
"""So many films share the width of a page; more of them are narrower."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One film on a strip. ``number`` is its place there; ``has_moved``: it has another on the
    other strip."""

    number: int
    url: str
    title: str
    year: int | None
    label: str
    poster: SafeString | str
    is_here: bool = False
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of film. In a film's own, None stands for what there is none of, before or after."""

    name: str
    heading: str
    frames: Sequence[Frame | None]


@dataclass(frozen=True, slots=True)
class FranchisePosition:
    """A film's place in one franchise."""

    franchise: str
    url: str
    label: str
    relation: str
    note: str
    strips: list[Strip]


def in_universe(entries: Sequence[FranchiseEntry]) -> list[FranchiseEntry] | None:
    """The order of events; None where nothing tells it, or what does contradicts itself.

    Forms refuse a contradiction; one that came by another way must not take the page down.
    """
    if not any(entry.after_id or entry.before_id for entry in entries):
        return None
    try:
        return in_universe_order(entries)
    except Contradiction:
        return None


def frames(
    entries: Collection[FranchiseEntry], sizes: str = "", *, is_lead: bool = False
) -> list[Frame]:
    """Frames of ``entries`` whose films and posters are loaded, in the order given.

    ``sizes`` unless they make a whole strip; ``is_lead``: theirs is the first picture of the page.
    """
    sizes = sizes or (FEW_SIZES if len(entries) <= FEW else MANY_SIZES)
    return [
        Frame(
            number=number,
            url=reverse("pages:film", args=[entry.film.slug]),
            title=entry.film.title,
            year=entry.film.year,
            label=entry.label,
            poster=poster_beside_title(entry.film, sizes, priority=is_lead and number == 1),
        )
        for number, entry in enumerate(entries, 1)
    ]


def by_release(frames: Sequence[Frame | None]) -> Strip:
    return Strip("release", _("In order of release"), frames)


def by_story(frames: Sequence[Frame | None]) -> Strip:
    return Strip("story", _("In order of the story"), frames)


def relation_of(entry: FranchiseEntry) -> str:
    """What kind of entry it is; "" for one of the main line."""
    main = entry.relation == FranchiseEntry.Relation.MAIN
    return "" if main else str(entry.get_relation_display())


def positions_of(film: Film) -> list[FranchisePosition]:
    """The places of ``film`` in its franchises. One query."""
    entries = (
        FranchiseEntry.objects.filter(franchise__entries__film=film)
        .select_related("franchise", "film__poster")
        .order_by("franchise__name", "release_order")
    )
    return [
        _place(film, list(siblings))
        for _franchise, siblings in groupby(entries, key=lambda entry: entry.franchise_id)
    ]


def _place(film: Film, entries: list[FranchiseEntry]) -> FranchisePosition:
    own = next(entry for entry in entries if entry.film_id == film.pk)
    story = in_universe(entries)
    return FranchisePosition(
        franchise=own.franchise.name,
        url=reverse("pages:franchise", args=[own.franchise.slug]),
        label=own.label,
        relation=relation_of(own),
        note=own.note,
        strips=[
            by_release(_around(own, entries)),
            *([by_story(_around(own, story))] if story else []),
        ]
        if len(entries) > 1
        else [],
    )


def _around(own: FranchiseEntry, entries: Sequence[FranchiseEntry]) -> list[Frame | None]:
    """The frame of ``own`` between the one before it and the one after it."""
    at = entries.index(own)
    all_frames = frames(entries, FRAME_SIZES)
    before = all_frames[at - 1] if at else None
    after = all_frames[at + 1] if at + 1 < len(entries) else None
    return [before, replace(all_frames[at], is_here=True), after]
