"""The public status of reviews for the list in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editions.models import Edition
from reviews.models import Review


def with_public_status(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Annotate ``live_number`` (of the live edition or None), ``pending_from`` (of the pending
    edition or None) and ``was_live``."""
    own = {"review": OuterRef("pk")}
    return reviews.annotate(
        live_number=Subquery(Edition.objects.live().filter(**own).order_by().values("number")[:1]),
        pending_from=Subquery(
            Edition.objects.pending().filter(**own).order_by().values("live_from")[:1]
        ),
        was_live=Exists(Edition.objects.begun().filter(**own)),
    )


class PublicStatusFilter(admin.SimpleListFilter):
    """Filters a queryset of `with_public_status`."""

    title = gettext_lazy("status")
    parameter_name = "status"
    statuses: ClassVar = {
        "live": (gettext_lazy("live"), Q(live_number__isnull=False)),
        "scheduled": (gettext_lazy("scheduled"), Q(pending_from__isnull=False)),
        "withdrawn": (gettext_lazy("withdrawn"), Q(was_live=True, live_number__isnull=True)),
        **{
            stage.value: (stage.label, Q(was_live=False, pending_from__isnull=True, stage=stage))
            for stage in Review.Stage
        },
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _condition) in self.statuses.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.statuses.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


def public_status(review: Any) -> str:
    """The public status of a review from `with_public_status`, or its stage if it was never live
    and is not scheduled."""
    parts = []
    if review.live_number:
        parts.append(_("Live: edition %(number)d") % {"number": review.live_number})
    elif review.was_live:
        parts.append(_("Withdrawn"))
    if review.pending_from:
        when = date_format(timezone.localtime(review.pending_from), "SHORT_DATETIME_FORMAT")
        parts.append(_("Goes live %(when)s") % {"when": when})
    return ", ".join(parts) or review.get_stage_display()
