from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from publishing.desk.review import ReviewDesk
from publishing.models import Edition
from reviews.models import Review


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    """What was published, to be looked at: `publishing.editions` alone makes and ends editions."""

    list_display = [
        "headline",
        "number",
        "critic",
        "live_from",
        "live_until",
        "recommendation",
        "by",
        "note",
    ]
    list_filter = ["recommendation", "critic"]
    list_select_related = ["critic", "by"]
    search_fields = ["headline", "film__title", "critic__display_name", "note"]
    date_hierarchy = "live_from"
    fields = [
        "review",
        "number",
        "headline",
        "standfirst",
        "film",
        "critic",
        "recommendation",
        "lead_image",
        "first_live_from",
        "live_from",
        "live_until",
        "by",
        "note",
        "content",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("rendered", "search_text", "leaks")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False


admin.site.register(Review, ReviewDesk)
