from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, URLField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from films.models import Film, FilmSlug, Franchise, FranchiseEntry, Genre, Project
from films.timeline import Contradiction, in_universe_order
from images.admin import PublicWhenSaved


@admin.register(Genre)
class GenreAdmin(PublicWhenSaved):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class FilmSlugInline(admin.TabularInline):
    """The film's addresses, old ones too; they come with the film's own slug."""

    model = FilmSlug
    fields = ["slug"]
    readonly_fields = ["slug"]
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Film | None = None) -> bool:
        return False


class FilmEntryInline(admin.StackedInline):
    """The film's places in its franchises."""

    model = FranchiseEntry
    autocomplete_fields = ["franchise", "after", "before"]
    fields = [
        ("franchise", "release_order"),
        ("label", "relation"),
        ("after", "before"),
        "note",
    ]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[FranchiseEntry]:
        return super().get_queryset(request).select_related("franchise", "film")


class ProjectInline(admin.StackedInline):
    """What comes next."""

    model = Project
    fields = [("working_title", "status"), "film", ("as_of", "source_url"), "note"]
    autocomplete_fields = ["film"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    extra = 0


class FilmProjectInline(ProjectInline):
    """The projects that this film came of."""

    fields = [("working_title", "franchise"), "status", ("as_of", "source_url"), "note"]
    autocomplete_fields = ["franchise"]


@admin.register(Film)
class FilmAdmin(PublicWhenSaved):
    list_display = ["title", "release_date", "status", "runtime", "slug"]
    list_filter = ["status", "genres"]
    search_fields = ["title", "original_title", "slugs__slug", "imdb_id"]
    date_hierarchy = "release_date"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["genres", "poster", "backdrop"]
    inlines = [FilmEntryInline, FilmProjectInline, FilmSlugInline]


class FranchiseEntryFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse facts that contradict each other only when they are taken together."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        try:
            in_universe_order(kept)
        except Contradiction as error:
            raise ValidationError(str(error)) from error


class FranchiseEntryInline(admin.TabularInline):
    model = FranchiseEntry
    formset = FranchiseEntryFormSet
    autocomplete_fields = ["film", "after", "before"]
    extra = 0


@admin.register(Franchise)
class FranchiseAdmin(PublicWhenSaved):
    list_display = ["name", "universe_name", "slug"]
    search_fields = ["name", "universe_name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [FranchiseEntryInline, ProjectInline]


@admin.register(FranchiseEntry)
class FranchiseEntryAdmin(PublicWhenSaved):
    list_display = ["film", "franchise", "release_order", "label", "relation"]
    list_filter = ["franchise", "relation"]
    search_fields = ["label", "film__title", "franchise__name"]
    autocomplete_fields = ["franchise", "film", "after", "before"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FranchiseEntry]:
        return super().get_queryset(request).select_related("franchise", "film")


@admin.register(Project)
class ProjectAdmin(PublicWhenSaved):
    list_display = ["working_title", "franchise", "status", "as_of", "film"]
    list_filter = ["status", "franchise"]
    list_select_related = ["franchise", "film"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    search_fields = ["working_title", "note", "franchise__name"]
    autocomplete_fields = ["franchise", "film"]
