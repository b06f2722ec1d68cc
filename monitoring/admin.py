"""The readers of each review by day, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from editions.permissions import reviews_visible_to
from films.known_dates import spelled_out
from images.admin_search import NarrowSearch
from monitoring.models import DayOfReview


@admin.register(DayOfReview)
class DayOfReviewAdmin(NarrowSearch, admin.ModelAdmin):
    """Cannot be changed. An account sees the reviews that it sees in the list of reviews."""

    list_display = ["review", "written_day", "readers", "views"]
    list_select_related = ["review__film"]
    list_filter = ["day"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["review__headline", "review__slug"]
    fields = ["review", "written_day", "readers", "views"]
    readonly_fields = ["written_day"]

    @admin.display(description=gettext_lazy("day"), ordering="day")
    def written_day(self, row: DayOfReview) -> str:
        return spelled_out(row.day)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DayOfReview]:
        days = super().get_queryset(request)
        return days.filter(review__in=reviews_visible_to(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only together with the review."""
        match = request.resolver_match
        page = match.url_name or "" if match else ""
        return obj is not None and not page.startswith("monitoring_")
