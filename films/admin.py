import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import DateField, QuerySet, URLField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.strict_admin import ChoiceFilter
from films.confirmation import confirm
from films.date_inputs import DateInput
from films.date_reading import read_date
from films.film_form import FilmForm
from films.known_date_fields import known_attributes, shown_as_known
from films.models import (
    AlternativeTitle,
    Film,
    Franchise,
    FranchiseEntry,
    Genre,
    Project,
    WatchLink,
)
from films.moments import DayField
from films.new_film import new_film_screen
from films.timeline import Contradiction, in_universe_order
from images.admin import LiveFactsAdmin, thumbnail_of
from images.public_changes import before_public_write, public_change
from images.slug_form import SlugForm

_TITLE_AND_YEAR = re.compile(r"(?P<title>.*\S)\s*\((?P<year>[0-9]{4})\)(\s+·.*)?")


@admin.register(Genre)
class GenreAdmin(LiveFactsAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slugs__slug"]
    form = SlugForm


class KnownDates:
    """An admin that shows an editor without the right to change them dates as they are known."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        return [
            (title, options | {"fields": shown_as_known(options["fields"], self.model)})  # type: ignore[attr-defined]
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return [*names, *known_attributes(self.model).values()]  # type: ignore[attr-defined]


class FilmEntryInline(admin.StackedInline):
    """The film's entries in its franchises."""

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


class AlternativeTitleInline(admin.StackedInline):
    model = AlternativeTitle
    fields = ["title", ("language", "country")]
    extra = 0


class WatchLinkInline(admin.StackedInline):
    model = WatchLink
    fields = [("label", "url"), ("country", "note"), "position"]
    extra = 0


class ProjectInline(KnownDates, admin.StackedInline):
    model = Project
    fields = [("working_title", "status"), "film", ("as_of", "source_url"), "note"]
    autocomplete_fields = ["film"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    extra = 0


class FilmProjectInline(ProjectInline):
    """The projects that became this film."""

    fields = [("working_title", "franchise"), "status", ("as_of", "source_url"), "note"]
    autocomplete_fields = ["franchise"]


_TEXTS: Any = ["title", "sort_title", "original_title", "slug", "tagline", "overview"]


@admin.register(Film)
class FilmAdmin(KnownDates, LiveFactsAdmin):
    list_display = [thumbnail_of("poster"), "full_title", "release", "status", "runtime"]
    list_display_links = ["full_title"]
    list_select_related = ["poster"]
    list_filter = ["is_confirmed", "status", ("genres", ChoiceFilter)]
    actions = ["confirm_selected"]
    search_fields = [
        *("title", "original_title", "alternative_titles__title"),
        *("slugs__slug", "imdb_id"),
    ]
    name_fields = ["title", "original_title"]
    date_hierarchy = "release_date"
    form = FilmForm
    formfield_overrides = {DateField: {"form_class": DayField, "widget": DateInput}}
    autocomplete_fields = ["genres", "poster", "backdrop", "trailer_still"]

    @admin.display(description=_("release"), ordering="release_date")
    def release(self, film: Film) -> str | None:
        return film.release.spelled_out() if film.release else None

    fieldsets = [
        (None, {"fields": _TEXTS}),
        (
            _("Release"),
            {"fields": ["status", "release_date", "runtime", "certification", "genres"]},
        ),
        (_("Pictures"), {"fields": ["poster", "backdrop"]}),
        (_("Trailer"), {"fields": ["trailer_url", "trailer_still", "trailer_date"]}),
        (
            _("Ids on other sites"),
            {"fields": ["tmdb_id", "imdb_id", "wikidata_id", "letterboxd_slug"]},
        ),
    ]
    inlines = [AlternativeTitleInline, WatchLinkInline, FilmEntryInline, FilmProjectInline]

    def get_urls(self) -> list[Any]:
        views: dict[str, Callable[..., HttpResponseBase]] = {
            "date": self.admin_site.admin_view(self.date_view),
            "new": self.admin_site.admin_view(partial(new_film_screen, self)),
        }
        own = [path(f"{name}/", view, name=f"films_film_{name}") for name, view in views.items()]
        return [*own, *super().get_urls()]

    def date_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return read_date(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Film | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "addresses"]

    def get_fieldsets(self, request: HttpRequest, obj: Film | None = None) -> Any:
        first, *others = super().get_fieldsets(request, obj)
        if obj is not None:
            others.append((_("Addresses"), {"fields": ["addresses"]}))
        return [first, *others]

    def save_model(self, request: HttpRequest, obj: Film, form: Any, change: bool) -> None:
        # Whoever saves this form has seen the film.
        if change and not obj.is_confirmed:
            messages.success(request, _("The film is confirmed: it is public now."))
        obj.is_confirmed = True
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Confirm the selected films"), permissions=["change"])
    def confirm_selected(self, request: HttpRequest, queryset: QuerySet[Film]) -> None:
        with public_change():
            before_public_write()
            films = list(queryset.filter(is_confirmed=False))
            for film in films:
                confirm(film)
                self.log_change(request, film, [{"changed": {"fields": ["Confirmed"]}}])
        if not films:
            messages.info(request, _("The selected films were confirmed before."))
            return
        said = ngettext("%d film is confirmed.", "%d films are confirmed.", len(films))
        messages.success(request, said % len(films))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Film | None = None,
    ) -> HttpResponse:
        if obj is not None and not obj.is_confirmed and request.method == "GET":
            said = _("This film is on no public page until an editor confirms it.")
            if self.has_change_permission(request, obj):
                said = _(
                    "This film is on no public page yet. Check it and save it: that confirms it."
                )
            messages.warning(request, said)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Film], search_term: str
    ) -> tuple[QuerySet[Film], bool]:
        """Films are also found by the form in which they are shown: “Knives Out (2019)”."""
        if match := _TITLE_AND_YEAR.fullmatch(search_term.strip()):
            queryset = queryset.filter(release_date__year=match["year"])
            search_term = match["title"]
        return super().get_search_results(request, queryset, search_term)

    def name_in(self, term: str) -> str:
        match = _TITLE_AND_YEAR.fullmatch(term.strip())
        return match["title"] if match else term

    def suggestion_details(self, rows: Sequence[Film]) -> dict[int, str]:
        """The original title, if it is another, and whether the film waits for an editor."""
        details = {}
        for film in rows:
            original = film.original_title if film.original_title != film.title else ""
            waits = "" if film.is_confirmed else str(_("not confirmed"))
            details[film.pk] = " · ".join(filter(None, [original, waits]))
        return details

    @admin.display(description=_("title"), ordering="title")
    def full_title(self, film: Film) -> str:
        """With what tells the film from another of its title and year."""
        return film.told_apart_title

    @admin.display(description=_("current and former addresses"))
    def addresses(self, film: Film) -> str:
        """All slugs of ``film``, also former ones, which redirect to the present one."""
        return ", ".join(film.slugs.order_by("pk").values_list("slug", flat=True))


class FranchiseEntryFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Raise `ValidationError` if the facts of the entries contradict each other."""
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


class FranchiseEntryInline(admin.StackedInline):
    model = FranchiseEntry
    formset = FranchiseEntryFormSet
    fields = [("film", "release_order"), ("label", "relation"), ("after", "before"), "note"]
    autocomplete_fields = ["film", "after", "before"]
    extra = 0


@admin.register(Franchise)
class FranchiseAdmin(LiveFactsAdmin):
    list_display = ["name", "universe_name"]
    search_fields = ["name", "universe_name"]
    form = SlugForm
    inlines = [FranchiseEntryInline, ProjectInline]


@admin.register(FranchiseEntry)
class FranchiseEntryAdmin(LiveFactsAdmin):
    list_display = ["film", "franchise", "release_order", "label", "relation"]
    list_filter = ["franchise", "relation"]
    search_fields = ["label", "film__title", "franchise__name"]
    name_fields = ["film__title", "label"]
    autocomplete_fields = ["franchise", "film", "after", "before"]

    def for_choice(self, rows: QuerySet[FranchiseEntry]) -> QuerySet[FranchiseEntry]:
        return rows.select_related("franchise", "film")

    def suggestion_details(self, rows: Sequence[FranchiseEntry]) -> dict[int, str]:
        return {entry.pk: str(entry.film) for entry in rows}

    def get_queryset(self, request: HttpRequest) -> QuerySet[FranchiseEntry]:
        return super().get_queryset(request).select_related("franchise", "film")


@admin.register(Project)
class ProjectAdmin(KnownDates, LiveFactsAdmin):
    list_display = ["working_title", "franchise", "status", "information_date", "film"]
    list_filter = ["status", ("franchise", ChoiceFilter)]
    list_select_related = ["franchise", "film"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    search_fields = ["working_title", "note", "franchise__name"]
    autocomplete_fields = ["franchise", "film"]

    @admin.display(description=_("as of"), ordering="as_of")
    def information_date(self, project: Project) -> str | None:
        known = project.information_date
        return known.spelled_out() if known else None
