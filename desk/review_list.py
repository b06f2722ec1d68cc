"""The list of reviews in the admin: the public status of each, filters, columns and search."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.forms import Media
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from accounts.list_rows import KeysPaginator, rows_of_page
from accounts.strict_admin import ChoiceFilter
from desk.calendar_entries import CalendarFilter
from desk.film_filter import FilmFilter, film_field
from desk.open_leaks import with_open_leaks
from desk.public_state import handed_in, public_states
from desk.text_search import TextSearch
from desk.to_do import ReviewsToDo
from editions import clock
from editions.history_models import ReviewEvent
from editions.models import Edition, live_at
from editions.permissions import NEEDED, Action
from films.known_dates import spelled_out
from images.admin_search import NarrowSearch, Search
from reviews.bylines import told_apart_byline, with_told_apart_bylines
from reviews.models import Review


def with_public_status(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Alias ``live_edition``, which is the live edition or none, and the conditions
    ``is_scheduled``, ``was_live`` and ``is_under_embargo``."""
    now = clock.now()
    own = Edition.objects.filter(review=OuterRef("pk"))
    return reviews.alias(
        # A review has one live edition at most, so the join repeats no row.
        live_edition=FilteredRelation("editions", condition=live_at(now, of="editions__")),
        is_scheduled=Exists(own.pending(now)),
        was_live=Exists(own.begun(now)),
        is_under_embargo=Q(embargo_until__gt=now),
    )


def with_unpublished_changes(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Those of ``reviews`` whose working copy is another than that of the live edition.

    Equal working copies share one snapshot. A review without a history is not among them.
    """
    published = _last_snapshot(edition_number=OuterRef("number"))
    live = Edition.objects.live().filter(review=OuterRef("pk"))
    return reviews.filter(Exists(live.exclude(Exact(published, _last_snapshot()))))


def _last_snapshot(**condition: Any) -> Subquery:
    """The snapshot of the last event that meets ``condition`` in the history of the review of an
    edition."""
    events = ReviewEvent.objects.filter(review=OuterRef("review"), **condition)
    return Subquery(events.exclude(snapshot=None).order_by("-pk").values("snapshot")[:1])


def waiting_for_an_editor() -> Q:
    """The condition that one of `with_public_status` is handed in, and was not published or
    scheduled since."""
    never_published = Q(was_live=False, is_scheduled=False)
    return Q(stage=Review.Stage.SUBMITTED) & (
        never_published | Q(Exists(handed_in().filter(review=OuterRef("pk"))))
    )


class PublicStatusFilter(admin.SimpleListFilter):
    """Filters a queryset of `with_public_status`."""

    title = gettext_lazy("status")
    parameter_name = "status"
    CHANGED = "changed"
    changed_label = gettext_lazy("live with unpublished changes")
    LEAKING = "leaking"
    leaking_label = gettext_lazy("live, may give hidden text away")
    statuses: ClassVar = {
        "live": (gettext_lazy("live"), Q(live_edition__isnull=False)),
        "scheduled": (gettext_lazy("scheduled"), Q(is_scheduled=True)),
        "not_live": (gettext_lazy("not live"), Q(live_edition__isnull=True)),
        "withdrawn": (gettext_lazy("withdrawn"), Q(was_live=True, live_edition__isnull=True)),
        "draft": (
            Review.Stage.DRAFT.label,
            Q(was_live=False, is_scheduled=False, stage=Review.Stage.DRAFT),
        ),
        "submitted": (gettext_lazy("waiting for an editor"), waiting_for_an_editor()),
        "embargo": (gettext_lazy("under embargo"), Q(is_under_embargo=True)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        choices = [(value, label) for value, (label, _condition) in self.statuses.items()]
        live = [choices[0], (self.CHANGED, self.changed_label)]
        if request.user.has_perm(NEEDED[Action.PUBLISH]):
            live.append((self.LEAKING, self.leaking_label))
        return [*live, *choices[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == self.CHANGED:
            return with_unpublished_changes(queryset)
        if self.value() == self.LEAKING and request.user.has_perm(NEEDED[Action.PUBLISH]):
            live = Edition.objects.live()
            return queryset.filter(pk__in={each.review_id for each in with_open_leaks(live)})
        chosen = self.statuses.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class ReviewList(ChangeList):
    """The list of reviews. Each row has its ``public_state``."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = rows_of_page(self)
        states = public_states(self.result_list, are_as_stored=True)
        for review in self.result_list:
            review.public_state = states[review.pk]


class ReviewListing(NarrowSearch, admin.ModelAdmin):
    """Mixin for the admin of `Review`."""

    list_display = [
        "headline",
        "film_and_its_reviews",
        "byline",
        "status",
        "planned",
        "modified",
    ]
    # Where each row stands is read from its texts.
    list_per_page = 20
    # The number of reviews beside each choice would test all reviews for each of them.
    show_facets = admin.ShowFacets.NEVER
    list_filter = [
        *(PublicStatusFilter, ReviewsToDo),
        *(("critics", ChoiceFilter), FilmFilter, CalendarFilter),
    ]
    list_select_related = ["film", "lead_image"]
    search_fields = ["headline", "slug", "film__title", "critics__display_name"]

    @property
    def media(self) -> Media:
        return super().media + film_field(self.admin_site).media

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReviewList]:
        return ReviewList

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator:
        if request.GET.keys() - {ORDER_VAR, PAGE_VAR}:
            return KeysPaginator(*args, **kwargs)
        return super().get_paginator(request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        first = FilteredRelation("bylines", condition=Q(bylines__position=1))
        reviews = with_public_status(super().get_queryset(request)).alias(first_byline=first)
        return with_told_apart_bylines(reviews)

    @admin.display(description=gettext_lazy("film"), ordering="film__sort_key")
    def film_and_its_reviews(self, review: Review) -> str:
        """The film, with a link to the list of its reviews (`FilmFilter`)."""
        if review.film is None:
            return ""
        return format_html('<a href="?film={}">{}</a>', review.film_id, review.film)

    @admin.display(description=gettext_lazy("critics"), ordering="first_byline__critic__sort_key")
    def byline(self, review: Review) -> str:
        return told_apart_byline(review)

    @admin.display(description=gettext_lazy("status"), ordering="live_edition__number")
    def status(self, review: Review) -> str:
        """Where a row of `ReviewList` stands."""
        return " · ".join(review.public_state.where_it_stands())  # type: ignore[attr-defined]

    def search_elsewhere(self, request: HttpRequest) -> Search:
        """Finds reviews by the texts of their working copies."""
        return TextSearch(request.user)

    @admin.display(description=gettext_lazy("planned for"), ordering="planned_for")
    def planned(self, review: Review) -> str | None:
        return spelled_out(review.planned_for) if review.planned_for else None
