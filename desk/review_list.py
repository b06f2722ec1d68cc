"""The public status of reviews for the list in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from desk.public_state import public_states
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


class ReviewList(ChangeList):
    """The list of reviews. Each row has its ``public_state``."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        states = public_states(self.result_list)
        for review in self.result_list:
            review.public_state = states[review.pk]
