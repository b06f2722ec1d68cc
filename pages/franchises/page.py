"""The page of a franchise: two strips of film, the facts behind them, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from editions.models import Edition
from films.models import Franchise, FranchiseEntry
from pages.franchises.positions import (
    Frame,
    Strip,
    by_release,
    by_story,
    frames,
    in_universe,
    relation_of,
)
from pages.franchises.projects import projects_of
from pages.listings.cards import cards
from pages.listings.tiles import status_of
from pages.seen.views import orders
from pages.sharing.page_metadata import of_franchise


@dataclass(frozen=True, slots=True)
class Thread:
    """The line from a film's frame on one strip to its frame on the other, in % of their length."""

    start: str
    end: str
    has_moved: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is known of an entry: ``setting`` says where in the story it stands, or ""."""

    title: str
    url: str
    year: int | None
    status: str
    label: str
    relation: str
    setting: str
    note: str


def franchise_context(franchise: Franchise) -> dict[str, Any]:
    """The context of ``pages/franchise.html``. Three queries."""
    url = reverse("pages:franchise", args=[franchise.slug])
    entries = list(
        franchise.entries.select_related("franchise", "film__poster").order_by("release_order")
    )
    strips, threads = reel(entries)
    by_pk = {entry.pk: entry for entry in entries}
    films = [entry.film_id for entry in entries]
    page = {
        "name": franchise.name,
        "universe": franchise.universe_name,
        "overview": franchise.overview,
        "strips": strips,
        "threads": threads,
        "orders": orders(entries, in_universe(entries)),
        "is_in_order": bool(threads) and not any(thread.has_moved for thread in threads),
        "chapters": [chapter(entry, by_pk) for entry in entries],
        "prospects": projects_of(franchise),
        "reviews": cards(Edition.objects.live().filter(film__in=films).for_lists()),
    }
    return {
        "page": page,
        "metadata": of_franchise(franchise, [entry.film for entry in entries]),
        "canonical": settings.SITE_URL + url,
    }


def reel(entries: Sequence[FranchiseEntry]) -> tuple[list[Strip], list[Thread]]:
    """The strips of ``entries``, which come in order of release, and the threads between them.

    One strip and no thread where the story has no order of its own.
    """
    release = frames(entries, is_lead=True)
    story = in_universe(entries)
    if story is None:
        return ([by_release(release)] if release else []), []
    places = {entry.pk: place for place, entry in enumerate(story)}
    ends = [places[entry.pk] for entry in entries]
    threads = [
        Thread(middle(start, len(ends)), middle(end, len(ends)), has_moved=start != end)
        for start, end in enumerate(ends)
    ]
    moved = {frame.url for frame, thread in zip(release, threads, strict=True) if thread.has_moved}

    def marked(strip: Sequence[Frame]) -> list[Frame]:
        return [replace(frame, has_moved=frame.url in moved) for frame in strip]

    return [by_release(marked(release)), by_story(marked(frames(story)))], threads


def middle(place: int, places: int) -> str:
    """The middle of a frame in % of its strip, as SVG writes numbers in every language."""
    return f"{(place + 0.5) / places * 100:.3f}"


def chapter(entry: FranchiseEntry, entries: Mapping[int, FranchiseEntry]) -> Chapter:
    return Chapter(
        title=entry.film.title,
        url=reverse("pages:film", args=[entry.film.slug]),
        year=entry.film.year,
        status=status_of(entry.film),
        label=entry.label,
        relation=relation_of(entry),
        setting=setting_of(entry, entries),
        note=entry.note,
    )


def setting_of(entry: FranchiseEntry, entries: Mapping[int, FranchiseEntry]) -> str:
    after, before = (entries.get(pk or 0) for pk in (entry.after_id, entry.before_id))
    if after and before:
        return _("Set between %(after)s and %(before)s") % {
            "after": after.film.title,
            "before": before.film.title,
        }
    if after:
        return _("Set after %(film)s") % {"film": after.film.title}
    if before:
        return _("Set before %(film)s") % {"film": before.film.title}
    return ""
