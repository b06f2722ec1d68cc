"""What comes next: projects, with the day on which each was known to be so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Value, When
from django.urls import reverse

from films.models import Franchise, Project

NEAREST_FIRST = (
    Project.Status.FILMING,
    Project.Status.IN_DEVELOPMENT,
    Project.Status.ANNOUNCED,
    Project.Status.RUMORED,
    Project.Status.LIMBO,
    Project.Status.UNLIKELY,
    Project.Status.CANCELED,
)
"""What is to come; what has been released is among the films."""

EXPECTED = NEAREST_FIRST[:5]
"""What a reader may still look forward to."""


@dataclass(frozen=True, slots=True)
class UpcomingProject:
    """A project; ``as_of`` is the day on which this was known, ``url`` its film's page, or ""."""

    title: str
    url: str
    status: str
    as_of: date | None
    source_url: str
    note: str
    franchise: str
    franchise_url: str


def projects_of(franchise: Franchise) -> list[UpcomingProject]:
    """What comes next in ``franchise``, the nearest first. One query."""
    projects = franchise.projects.filter(status__in=NEAREST_FIRST).select_related(
        "film", "franchise"
    )
    return _prospects(
        sorted(projects, key=lambda project: (NEAREST_FIRST.index(project.status), project.pk))
    )


def coming(limit: int) -> list[UpcomingProject]:
    """The ``limit`` nearest of what is expected in all franchises, what is known best first."""
    nearness = Case(*(When(status=status, then=Value(at)) for at, status in enumerate(EXPECTED)))
    projects = (
        Project.objects.filter(status__in=EXPECTED)
        .select_related("film", "franchise")
        .order_by(nearness, F("as_of").desc(nulls_last=True), "pk")
    )
    return _prospects(projects[:limit])


def _prospects(projects: Iterable[Project]) -> list[UpcomingProject]:
    return [
        UpcomingProject(
            title=project.working_title,
            url=reverse("pages:film", args=[project.film.slug]) if project.film else "",
            status=str(project.get_status_display()),
            as_of=project.as_of,
            source_url=project.source_url,
            note=project.note,
            franchise=project.franchise.name,
            franchise_url=reverse("pages:franchise", args=[project.franchise.slug]),
        )
        for project in projects
    ]
