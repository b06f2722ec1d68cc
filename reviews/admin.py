from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from films.sorting import sort_key
from images.admin import LiveFactsAdmin, thumbnail_of
from images.deletion import DeletesUnused
from images.namesakes import told_apart, with_namesakes
from images.slug_form import SlugForm
from reviews.models import ContentNoteLabel, Critic

WITHOUT_ACCOUNT = "without_account"
"""In a request for suggestions: only critics that belong to no account."""


class CriticForm(SlugForm):
    slug_source = "display_name"

    def with_name(self, name: str) -> QuerySet[Critic]:
        """Names that are sorted alike are one name: "J.J. Test" and "J. J. Test"."""
        return self.others().filter(sort_key=sort_key(name))


@admin.register(Critic)
class CriticAdmin(LiveFactsAdmin):
    """Critics only: `desk` has the admin of reviews and their parts."""

    list_display = [thumbnail_of("portrait"), "display_name", "user", "slug"]
    list_display_links = ["display_name"]
    list_select_related = ["portrait", "user"]
    search_fields = ["display_name", "slugs__slug", "user__username"]
    form = CriticForm
    autocomplete_fields = ["portrait", "user"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Critic], search_term: str
    ) -> tuple[QuerySet[Critic], bool]:
        if WITHOUT_ACCOUNT in request.GET:
            queryset = queryset.filter(user=None)
        return super().get_search_results(request, queryset, search_term)

    def for_choice(self, rows: QuerySet[Critic]) -> QuerySet[Critic]:
        return with_namesakes(rows, "sort_key")

    def choice_label(self, critic: Critic) -> str:
        """Critics of one name are told apart by their slugs."""
        return told_apart(critic, critic.slug)


@admin.register(ContentNoteLabel)
class ContentNoteLabelAdmin(DeletesUnused):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    form = SlugForm
