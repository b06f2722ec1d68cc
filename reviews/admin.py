from django.contrib import admin

from images.admin import LiveFactsAdmin, thumbnail_of
from reviews.models import ContentNoteLabel, Critic


@admin.register(Critic)
class CriticAdmin(LiveFactsAdmin):
    """Critics only: `desk` has the admin of reviews and their parts."""

    list_display = [thumbnail_of("portrait"), "display_name", "user"]
    list_display_links = ["display_name"]
    list_select_related = ["portrait", "user"]
    search_fields = ["display_name", "user__username"]
    prepopulated_fields = {"slug": ["display_name"]}
    autocomplete_fields = ["portrait", "user"]


@admin.register(ContentNoteLabel)
class ContentNoteLabelAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
