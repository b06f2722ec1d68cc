"""Upcoming projects of franchises, each with the date of what is known about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, Value, When

from films.known_dates import KnownDate
from films.models import Franchise, Project
from pages.paths import reverse

UNRELEASED_STATUSES = (
    Project.Status.FILMING,
    Project.Status.IN_DEVELOPMENT,
    Project.Status.ANNOUNCED,
    Project.Status.RUMORED,
    Project.Status.LIMBO,
    Project.Status.UNLIKELY,
    Project.Status.CANCELED,
)
"""The most advanced first. Pages list a released project among the films instead."""

EXPECTED_STATUSES = UNRELEASED_STATUSES[:5]
"""The statuses of projects that the home page may show."""


@dataclass(frozen=True, slots=True)
class UpcomingProject:
    """A project. ``as_of`` is the date of what is known. ``url`` is its film's page, or ""."""

    title: str
    url: str
    status: str
    as_of: KnownDate | None
    source_url: str
    note: str
    franchise: str
    franchise_url: str


def franchise_projects(franchise: Franchise) -> list[UpcomingProject]:
    """The unreleased projects of ``franchise``, the most advanced first. One query."""
    projects = franchise.projects.filter(status__in=UNRELEASED_STATUSES).select_related(
        "film", "franchise"
    )
    return _upcoming(
        sorted(
            projects, key=lambda project: (UNRELEASED_STATUSES.index(project.status), project.pk)
        )
    )


def next_projects(limit: int) -> list[UpcomingProject]:
    """The ``limit`` most advanced expected projects of all franchises. One query.

    Of projects with the same status those with the newest ``as_of`` are first.
    """
    rank = Case(
        *(When(status=status, then=Value(at)) for at, status in enumerate(EXPECTED_STATUSES))
    )
    projects = (
        Project.objects.filter(status__in=EXPECTED_STATUSES)
        .select_related("film", "franchise")
        .order_by(rank, F("as_of").desc(nulls_last=True), "pk")
    )
    return _upcoming(projects[:limit])


def _upcoming(projects: Iterable[Project]) -> list[UpcomingProject]:
    return [
        UpcomingProject(
            title=project.working_title,
            url=reverse("pages:film", args=[project.film.slug]) if project.film else "",
            status=str(Project.Status(project.status).label),
            as_of=project.information_date,
            source_url=project.source_url,
            note=project.note,
            franchise=project.franchise.name,
            franchise_url=reverse("pages:franchise", args=[project.franchise.slug]),
        )
        for project in projects
    ]
