from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from images.admin import LiveFactsAdmin
from site_settings.models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(LiveFactsAdmin):
    """One row, which is changed and neither added nor deleted."""

    fieldsets = [
        (None, {"fields": ["name", "tagline", "footer"]}),
        (_("Look"), {"fields": ["accent", "dark_accent", "logo", "icon", "share_picture"]}),
        (_("Elsewhere"), {"fields": ["fediverse_creator", "profiles"]}),
    ]
    autocomplete_fields = ["logo", "icon", "share_picture"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
