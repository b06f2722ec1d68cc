"""The context of a franchise's page: its films in two orders, facts, projects and reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from editions.models import Edition
from films.models import Franchise, FranchiseEntry
from pages.absolute_urls import page_url
from pages.franchises.orders import (
    FilmOrder,
    OrderedFilm,
    entries_by_story,
    ordered_films,
    release_order,
    story_order,
)
from pages.franchises.positions import relation_label
from pages.franchises.projects import franchise_projects
from pages.listings.cards import review_cards
from pages.listings.tiles import unreleased_status
from pages.paths import reverse
from pages.seen.markable import markable_orders
from pages.sharing.page_metadata import franchise_metadata


@dataclass(frozen=True, slots=True)
class Connection:
    """A line from a film in order of release to the same film in order of the story.

    ``start`` and ``end`` are the film's centres in percent of the length of each order.
    ``has_moved``: its positions differ.
    """

    start: str
    end: str
    has_moved: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """The facts of one entry. ``setting`` says when its story takes place; "" if unknown."""

    title: str
    url: str
    year: int | None
    distinction: str
    status: str
    label: str
    relation: str
    setting: str
    note: str


def franchise_context(franchise: Franchise) -> dict[str, Any]:
    """The context of ``pages/franchise.html``. Four queries."""
    entries = list(
        franchise.entries.select_related("franchise", "film__poster").order_by("release_order")
    )
    orders, connections = film_orders(entries)
    by_pk = {entry.pk: entry for entry in entries}
    films = [entry.film_id for entry in entries]
    page = {
        "name": franchise.name,
        "universe": franchise.universe_name,
        "overview": franchise.overview,
        "strips": orders,
        "threads": connections,
        "orders": markable_orders(entries, entries_by_story(entries)),
        "is_in_order": bool(connections) and not any(line.has_moved for line in connections),
        "chapters": [entry_facts(entry, by_pk) for entry in entries],
        "projects": franchise_projects(franchise),
        "reviews": review_cards(Edition.objects.live().filter(film__in=films).for_lists()),
    }
    return {
        "page": page,
        "metadata": franchise_metadata(franchise, [entry.film for entry in entries]),
        "canonical": page_url("franchise", franchise.slug),
    }


def film_orders(entries: Sequence[FranchiseEntry]) -> tuple[list[FilmOrder], list[Connection]]:
    """The orders of ``entries``, which are in order of release, and the lines between them.

    One order and no line if no order of events is known; no order without entries.
    """
    by_release = ordered_films(entries, prioritize_first=True)
    entries_in_story = entries_by_story(entries)
    if entries_in_story is None:
        return ([release_order(by_release)] if by_release else []), []
    positions = {entry.pk: position for position, entry in enumerate(entries_in_story)}
    ends = [positions[entry.pk] for entry in entries]
    connections = [
        Connection(centre(start, len(ends)), centre(end, len(ends)), has_moved=start != end)
        for start, end in enumerate(ends)
    ]
    moved = {film.url for film, line in zip(by_release, connections, strict=True) if line.has_moved}

    def marked(films: Sequence[OrderedFilm]) -> list[OrderedFilm]:
        return [replace(film, has_moved=film.url in moved) for film in films]

    by_story = ordered_films(entries_in_story)
    return [release_order(marked(by_release)), story_order(marked(by_story))], connections


def centre(position: int, count: int) -> str:
    """The centre of the film at ``position``, from 0, in percent of an order of ``count`` films.

    A number as SVG requires it: with a decimal point in every language.
    """
    return f"{(position + 0.5) / count * 100:.3f}"


def entry_facts(entry: FranchiseEntry, entries: Mapping[int, FranchiseEntry]) -> TimelineEntry:
    """The facts of ``entry``; ``entries`` are all of the franchise by primary key. No query."""
    return TimelineEntry(
        title=entry.film.title,
        url=reverse("pages:film", args=[entry.film.slug]),
        year=entry.film.year,
        distinction=entry.film.distinction,
        status=unreleased_status(entry.film),
        label=entry.label,
        relation=relation_label(entry),
        setting=story_setting(entry, entries),
        note=entry.note,
    )


def story_setting(entry: FranchiseEntry, entries: Mapping[int, FranchiseEntry]) -> str:
    """When the story of ``entry`` takes place, relative to other films; "" if unknown."""
    after, before = (entries.get(pk or 0) for pk in (entry.after_id, entry.before_id))
    if after and before:
        return _("Set between %(after)s and %(before)s") % {
            "after": after.film.distinct_title,
            "before": before.film.distinct_title,
        }
    if after:
        return _("Set after %(film)s") % {"film": after.film.distinct_title}
    if before:
        return _("Set before %(film)s") % {"film": before.film.distinct_title}
    return ""
