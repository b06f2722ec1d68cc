from django.contrib import admin

from images.admin import PublicWhenSaved
from reviews.models import Critic


@admin.register(Critic)
class CriticAdmin(PublicWhenSaved):
    """Reviews and their parts are written on the desk, in `publishing.desk`."""

    list_display = ["display_name", "slug", "user"]
    list_select_related = ["user"]
    search_fields = ["display_name", "user__username"]
    prepopulated_fields = {"slug": ["display_name"]}
    autocomplete_fields = ["portrait", "user"]
