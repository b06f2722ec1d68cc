from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from images.admin import LiveFactsAdmin
from images.slug_form import SlugForm
from site_settings.models import SitePage, SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(LiveFactsAdmin):
    """One row, which is changed and neither added nor deleted."""

    fieldsets = [
        (None, {"fields": ["name", "tagline", "footer"]}),
        (_("Look"), {"fields": ["accent", "dark_accent", "logo", "icon", "share_picture"]}),
        (_("Elsewhere"), {"fields": ["fediverse_creator", "profiles"]}),
    ]
    autocomplete_fields = ["logo", "icon", "share_picture"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The form at once: a list of one row has nothing to choose from."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:site_settings_sitesettings_change", 1)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SitePageForm(SlugForm):
    slug_source = "title"


@admin.register(SitePage)
class SitePageAdmin(LiveFactsAdmin):
    list_display = ["title", "slug", "is_published", "place", "position"]
    list_filter = ["is_published"]
    search_fields = ["title", "slug"]
    form = SitePageForm
    readonly_fields = ["preview"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("title", "slug", "body", "is_published", "place", "position", "preview"),
                ]
            },
        )
    ]

    def view_on_site(self, page: SitePage) -> str | None:
        return page.get_absolute_url() if page.is_published else None

    @admin.display(description=_("preview"))
    def preview(self, page: SitePage) -> str:
        """A link to the page as it is saved, also if it is a draft."""
        if page._state.adding:
            return gettext("Save the page first.")
        return format_html(
            '<a href="{}">{}</a>',
            # The readers' site is above this package, and is known by the name of its address.
            reverse("staff_preview:own_page", args=[page.pk]),
            gettext("Look at it as readers will see it, as it was last saved"),
        )
