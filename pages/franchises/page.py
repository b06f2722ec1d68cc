"""The context of a franchise's page: its films in two orders, facts, projects and reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from films.models import Franchise, FranchiseEntry
from pages.absolute_urls import absolute_url
from pages.facets.values import FRANCHISE
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
from pages.listings.latest_reviews import latest_reviews, list_url
from pages.listings.pagination import page_of, part_of, requested_part
from pages.listings.tiles import unreleased_status
from pages.paths import reverse
from pages.seen.markable import markable_orders
from pages.sharing.page_metadata import franchise_metadata

FILMS_ON_PAGE = 60
LATEST_REVIEWS = 12


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


def franchise_context(franchise: Franchise, number: str = "1") -> dict[str, Any]:
    """The context of page ``number`` of ``pages/franchise.html``. Raises `Http404` if there is no
    such page.

    The films are continued on the next page; the other parts are on the first one. Five queries at
    most.
    """
    entries = list(
        franchise.entries.select_related("franchise", "film__poster").order_by("release_order")
    )
    listing = requested_part(number, (len(entries), FILMS_ON_PAGE))
    shown = part_of(entries, FILMS_ON_PAGE, listing)
    orders, connections = film_orders(entries, listing)
    by_pk = {entry.pk: entry for entry in entries}
    is_first = listing.number == 1
    latest = latest_reviews(FRANCHISE, franchise.pk, LATEST_REVIEWS + 1) if is_first else []
    path = reverse("pages:franchise", args=[franchise.slug])
    canonical = absolute_url(page_of(path, listing))
    page = {
        "name": franchise.name,
        "universe": franchise.universe_name,
        "overview": franchise.overview,
        "strips": orders,
        "threads": connections,
        "orders": markable_orders(entries, entries_by_story(entries)) if is_first else [],
        "is_in_order": bool(connections) and not any(line.has_moved for line in connections),
        "chapters": [entry_facts(entry, by_pk) for entry in shown],
        "projects": franchise_projects(franchise) if is_first else [],
        "reviews": latest[:LATEST_REVIEWS],
        "reviews_url": list_url(FRANCHISE, franchise.slug) if len(latest) > LATEST_REVIEWS else "",
    }
    return {
        "page": page,
        "listing": listing,
        "metadata": franchise_metadata(franchise, [entry.film for entry in shown], canonical),
        "canonical": canonical,
    }


def film_orders(
    entries: Sequence[FranchiseEntry], listing: Page[Any]
) -> tuple[list[FilmOrder], list[Connection]]:
    """What is on the page ``listing`` of the orders of ``entries``, which are in order of release,
    and the lines between the orders.

    One order and no line if no order of events is known; no order without entries. Orders that
    continue on another page have no lines: a film may be on two pages.
    """
    first = (listing.number - 1) * FILMS_ON_PAGE + 1
    by_release = ordered_films(
        part_of(entries, FILMS_ON_PAGE, listing), first=first, prioritize_first=True
    )
    entries_in_story = entries_by_story(entries)
    if entries_in_story is None:
        return ([release_order(by_release)] if by_release else []), []
    positions = {entry.pk: position for position, entry in enumerate(entries_in_story)}
    ends = [positions[entry.pk] for entry in entries]
    moved = {
        reverse("pages:film", args=[entry.film.slug])
        for start, (entry, end) in enumerate(zip(entries, ends, strict=True))
        if start != end
    }

    def marked(films: Sequence[OrderedFilm]) -> list[OrderedFilm]:
        return [replace(film, has_moved=film.url in moved) for film in films]

    by_story = ordered_films(part_of(entries_in_story, FILMS_ON_PAGE, listing), first=first)
    orders = [release_order(marked(by_release)), story_order(marked(by_story))]
    return orders, [] if listing.has_other_pages() else lines_between(ends)


def lines_between(ends: Sequence[int]) -> list[Connection]:
    """The line of each film in order of release; ``ends`` are their positions in the story."""
    return [
        Connection(centre(start, len(ends)), centre(end, len(ends)), has_moved=start != end)
        for start, end in enumerate(ends)
    ]


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
