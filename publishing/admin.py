from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from publishing.editions import check_embargo
from publishing.models import Edition
from reviews.admin import ReviewAdmin
from reviews.models import Review


class ManuscriptForm(forms.ModelForm):
    def clean_embargo_until(self) -> datetime | None:
        until = self.cleaned_data["embargo_until"]
        if self.instance.pk:
            check_embargo(review=self.instance, until=until)
        return until


class PublishedReviewAdmin(ReviewAdmin):
    """The manuscript, as far as what is published of it allows."""

    form = ManuscriptForm

    def get_readonly_fields(self, request: HttpRequest, obj: Review | None = None) -> list[str]:
        # Its address is public: links, feeds and pages left open lead there.
        return ["slug"] if obj and obj.editions.exists() else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Review | None = None) -> Any:
        readonly = self.get_readonly_fields(request, obj)
        return {} if readonly else super().get_prepopulated_fields(request, obj)


admin.site.unregister(Review)
admin.site.register(Review, PublishedReviewAdmin)


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
