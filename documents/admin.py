"""Editions in the admin: a list, and the document of each. Read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.strict_admin import ChoiceFilter
from documents.exporting import NotExported, export_review
from editions.models import Edition
from editions.permissions import EVERY_REVIEW, reviews_visible_to
from images.admin_search import NarrowSearch
from reviews.bylines import told_apart_byline, with_told_apart_bylines


@admin.register(Edition)
class EditionAdmin(NarrowSearch, admin.ModelAdmin):
    """Read-only: only `editions.publishing` creates and ends editions.

    An edition is visible to those who may see its review.
    """

    list_display = ["headline", "number", "live_from", "live_until", "byline", "by", "note"]
    list_filter = ["recommendation", ("critics", ChoiceFilter)]
    list_select_related = ["by"]
    search_fields = ["headline", "film__title", "critics__display_name", "note"]
    date_hierarchy = "live_from"
    ordering = ["-live_from", "-pk"]
    fields = [
        "review",
        "number",
        "headline",
        "standfirst",
        "film",
        "byline",
        "recommendation",
        "lead_image",
        "first_live_from",
        "live_from",
        "live_until",
        "by",
        "note",
        "text",
        "document",
    ]
    readonly_fields = ["byline", "text", "document"]

    def get_queryset(self, request: HttpRequest) -> Any:
        editions = with_told_apart_bylines(super().get_queryset(request))
        if request.user.has_perm(EVERY_REVIEW):
            return editions
        return editions.filter(review__in=reviews_visible_to(request.user))

    @admin.display(description=_("critics"))
    def byline(self, edition: Edition) -> str:
        return told_apart_byline(edition)

    @admin.display(description=_("text"))
    def text(self, edition: Edition) -> str:
        """A link to the page of the desk on which the edition can be read and restored."""
        ref = f"edition-{edition.number}"
        url = reverse("admin:reviews_review_state", args=[edition.review_id, ref])
        return format_html('<a href="{}">{}</a>', url, _("Read, compare or restore"))

    @admin.display(description=_("review document"))
    def document(self, edition: Edition) -> str:
        """The edition as `export_review` writes it, with its hidden text."""
        try:
            text = export_review(edition.review.slug, edition.number).text
        except NotExported as error:
            return str(error)
        return format_html('<pre class="document">{}</pre>', text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False
