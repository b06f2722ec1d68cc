"""The desk's list of reviews: where each of them stands, in a word or two."""

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


def with_public_state(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """With ``live_number`` and ``pending_from``, None where there is none, and ``was_live``."""
    own = {"review": OuterRef("pk")}
    return reviews.annotate(
        live_number=Subquery(Edition.objects.live().filter(**own).values("number")[:1]),
        pending_from=Subquery(Edition.objects.pending().filter(**own).values("live_from")[:1]),
        was_live=Exists(Edition.objects.begun().filter(**own)),
    )


class StandingFilter(admin.SimpleListFilter):
    """The list of `with_public_state` by where reviews stand."""

    title = gettext_lazy("status")
    parameter_name = "status"
    standings: ClassVar = {
        "live": (gettext_lazy("live"), Q(live_number__isnull=False)),
        "scheduled": (gettext_lazy("scheduled"), Q(pending_from__isnull=False)),
        "withdrawn": (gettext_lazy("withdrawn"), Q(was_live=True, live_number__isnull=True)),
        **{
            stage.value: (stage.label, Q(was_live=False, pending_from__isnull=True, stage=stage))
            for stage in Review.Stage
        },
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _condition) in self.standings.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.standings.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


def standing(review: Any) -> str:
    """What readers see of ``review``, of `with_public_state`; its stage while they see nothing."""
    said = []
    if review.live_number:
        said.append(_("Live: edition %(number)d") % {"number": review.live_number})
    elif review.was_live:
        said.append(_("Withdrawn"))
    if review.pending_from:
        when = date_format(timezone.localtime(review.pending_from), "SHORT_DATETIME_FORMAT")
        said.append(_("Goes live %(when)s") % {"when": when})
    return ", ".join(said) or review.get_stage_display()
