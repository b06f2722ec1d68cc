"""Projects whose status should be looked up again."""

from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from films.models import Project

OLD = timedelta(days=182)
"""Half a year."""


def projects_to_look_up() -> QuerySet[Project]:
    """The projects that are not over and whose status is older than half a year, the oldest
    first."""
    over = (Project.Status.RELEASED, Project.Status.CANCELED)
    old = Project.objects.filter(as_of__lt=timezone.localdate() - OLD).exclude(status__in=over)
    return old.select_related("franchise").order_by("as_of", "pk")


def status_of(project: Project) -> str:
    return _("%(status)s, as of %(date)s") % {
        "status": project.get_status_display(),
        "date": project.information_date.spelled_out() if project.information_date else "",
    }


def address_of(project: Project) -> str:
    """Where its status is changed."""
    return reverse("admin:films_project_change", args=[project.pk])
