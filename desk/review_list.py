"""The public status of reviews for the list in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.strict_admin import is_primary_key
from desk.public_state import public_states
from editions.history_models import ReviewEvent
from editions.models import Edition
from films.models import Film
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


def _snapshots(**condition: Any) -> QuerySet[Any]:
    events = ReviewEvent.objects.filter(review=OuterRef("pk"), snapshot__isnull=False, **condition)
    return events.order_by("-pk").values("snapshot")[:1]


def with_unpublished_changes(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Those of `with_public_status` whose working copy is another than that of the live edition.

    Equal working copies share one snapshot. A review without a history is not among them.
    """
    live = Q(live_number__isnull=False)
    published = Subquery(_snapshots(edition_number=OuterRef("live_number")))
    return reviews.filter(live).exclude(Exact(Subquery(_snapshots()), published))


def waiting_for_an_editor() -> Q:
    """The condition that one of `with_public_status` is submitted, and was not published or
    scheduled since."""
    events = ReviewEvent.objects.filter(review=OuterRef("pk"))
    later = ReviewEvent.objects.filter(
        review=OuterRef("review"),
        pk__gt=OuterRef("pk"),
        kind__in=(ReviewEvent.Kind.PUBLISHED, ReviewEvent.Kind.SCHEDULED),
    )
    handed_in = events.filter(~Exists(later), kind=ReviewEvent.Kind.SUBMITTED)
    never_published = Q(was_live=False, pending_from__isnull=True)
    return Q(stage=Review.Stage.SUBMITTED) & (never_published | Q(Exists(handed_in)))


class PublicStatusFilter(admin.SimpleListFilter):
    """Filters a queryset of `with_public_status`."""

    title = gettext_lazy("status")
    parameter_name = "status"
    CHANGED = "changed"
    changed_label = gettext_lazy("live with unpublished changes")
    statuses: ClassVar = {
        "live": (gettext_lazy("live"), Q(live_number__isnull=False)),
        "scheduled": (gettext_lazy("scheduled"), Q(pending_from__isnull=False)),
        "not_live": (gettext_lazy("not live"), Q(live_number__isnull=True)),
        "withdrawn": (gettext_lazy("withdrawn"), Q(was_live=True, live_number__isnull=True)),
        "draft": (
            Review.Stage.DRAFT.label,
            Q(was_live=False, pending_from__isnull=True, stage=Review.Stage.DRAFT),
        ),
        "submitted": (gettext_lazy("waiting for an editor"), waiting_for_an_editor()),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        choices = [(value, label) for value, (label, _condition) in self.statuses.items()]
        return [choices[0], (self.CHANGED, self.changed_label), *choices[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == self.CHANGED:
            return with_unpublished_changes(queryset)
        chosen = self.statuses.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class FilmFilter(admin.SimpleListFilter):
    """Only shown while a film is chosen: in the list, by the link of a film."""

    title = gettext_lazy("film")
    parameter_name = "film"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        key = request.GET.get(self.parameter_name, "")
        if not is_primary_key(key):
            return []
        return [(str(film.pk), str(film)) for film in Film.objects.filter(pk=int(key))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        key = self.value() or ""
        return queryset.filter(film=int(key)) if is_primary_key(key) else queryset


class ReviewList(ChangeList):
    """The list of reviews. Each row has its ``public_state``."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        states = public_states(self.result_list)
        for review in self.result_list:
            review.public_state = states[review.pk]
