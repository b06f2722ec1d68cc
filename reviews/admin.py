from django.contrib import admin

from images.admin import LiveFactsAdmin, thumbnail_of
from images.slug_form import SlugForm
from reviews.models import ContentNoteLabel, Critic


class CriticForm(SlugForm):
    slug_source = "display_name"


@admin.register(Critic)
class CriticAdmin(LiveFactsAdmin):
    """Critics only: `desk` has the admin of reviews and their parts."""

    list_display = [thumbnail_of("portrait"), "display_name", "user"]
    list_display_links = ["display_name"]
    list_select_related = ["portrait", "user"]
    search_fields = ["display_name", "user__username"]
    form = CriticForm
    autocomplete_fields = ["portrait", "user"]


@admin.register(ContentNoteLabel)
class ContentNoteLabelAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    form = SlugForm
