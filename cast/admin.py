from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.reconciling.missing import Missing, missing_page
from accounts.strict_admin import ChoiceFilter
from cast.cast_list.screen import cast_list_screen
from cast.choosing import (
    character_label,
    characters_to_choose,
    newest_performers,
    newest_roles,
    people_to_choose,
    person_label,
)
from cast.credit_form import CreditForm
from cast.credits_screen import credits_screen
from cast.departments import NAMES
from cast.models import Character, Credit, Person
from cast.sort_names import sort_name
from films.models import Film
from films.sorting import sort_key
from images.admin import LiveFactsAdmin, thumbnail_of
from images.slug_form import SlugForm

Screen = Callable[[admin.ModelAdmin, HttpRequest, Film], HttpResponseBase]


class PersonForm(SlugForm):
    def with_name(self, name: str) -> QuerySet[Person]:
        """Names that are sorted alike are one name: "J.J. Abrams" and "J. J. Abrams"."""
        return self.others().filter(Q(name=name) | Q(sort_key=sort_key(sort_name(name))))


@admin.register(Person)
class PersonAdmin(LiveFactsAdmin):
    list_display = [thumbnail_of("portrait"), "name", "sort_name", "slug"]
    list_display_links = ["name"]
    list_select_related = ["portrait"]
    search_fields = ["name", "sort_name", "slugs__slug", "imdb_id"]
    name_fields = ["name"]
    form = PersonForm
    autocomplete_fields = ["portrait"]

    def for_choice(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        return people_to_choose(rows)

    def choice_label(self, person: Any) -> str:
        return person_label(person)

    def suggestion_details(self, rows: Sequence[Person]) -> dict[int, str]:
        return newest_roles(rows)


class CharacterForm(SlugForm):
    """Only the characters of one franchise, or of one film, need different slugs."""

    def others(self) -> QuerySet[Character]:
        franchise = self.cleaned_data.get("franchise")
        films = self.instance.credits.values("film") if self.instance.pk else ()
        same = Q(pk__in=Character.objects.filter(credits__film__in=films).order_by().values("pk"))
        if franchise:
            same |= Q(franchise=franchise)
        return super().others().filter(same)


@admin.register(Character)
class CharacterAdmin(LiveFactsAdmin):
    list_display = ["name", "franchise", "slug"]
    # The number of characters beside each choice would test all characters for each of them.
    show_facets = admin.ShowFacets.NEVER
    list_filter = [("franchise", ChoiceFilter)]
    list_select_related = ["franchise"]
    search_fields = ["name", "slug", "franchise__name"]
    form = CharacterForm
    autocomplete_fields = ["franchise"]

    def for_choice(self, rows: QuerySet[Character]) -> QuerySet[Character]:
        return characters_to_choose(rows)

    def choice_label(self, character: Any) -> str:
        return character_label(character)

    def suggestion_details(self, rows: Sequence[Character]) -> dict[int, str]:
        return newest_performers(rows)


class DepartmentFilter(admin.SimpleListFilter):
    """Offers every known department: to find those in use, all credits would have to be read."""

    title = _("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*NAMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(department=self.value()) if self.value() else queryset


@admin.register(Credit)
class CreditAdmin(LiveFactsAdmin):
    list_display = ["appearance", "film", "department", "billing", "billing_order", "surprise"]
    list_filter = ["is_spoiler", "billing", DepartmentFilter]
    # As in the list of characters.
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["film__title", "person__name", "characters__name", "credited_as"]
    searches_first_rows = True
    # The titles of films would be sorted with all credits, at every request.
    ordering = ["film_id", F("billing_order").asc(nulls_last=True), "pk"]
    form = CreditForm
    autocomplete_fields = ["film", "person", "characters"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        credits = super().get_queryset(request)
        return credits.select_related("film", "person").prefetch_related("characters")

    def get_urls(self) -> list[Any]:
        screens = {
            "": ("cast_credit_film", credits_screen),
            "paste/": ("cast_credit_paste", cast_list_screen),
        }
        of_film = [
            path(
                f"film/<int:film_id>/{place}",
                self.admin_site.admin_view(partial(self.of_film, screen=screen)),
                name=name,
            )
            for place, (name, screen) in screens.items()
        ]
        return [*of_film, *super().get_urls()]

    def of_film(self, request: HttpRequest, film_id: int, *, screen: Screen) -> HttpResponseBase:
        """A ``screen`` about the credits of one film."""
        film = Film.objects.filter(pk=film_id).first()
        if film is None:
            pk = str(film_id)
            if request.method == "POST" and self.has_change_permission(request):
                of_film = self.admin_site.get_model_admin(Film).missing(request, pk)  # type: ignore[attr-defined]
                # The credits can be sent nowhere.
                page = missing_page(self, request, Missing(of_film.sentences))
                if page:
                    return page
            return self._get_obj_does_not_exist_redirect(request, Film._meta, pk)  # type: ignore[attr-defined]
        return screen(self, request, film)

    @admin.display(description=_("surprise appearance"), ordering="is_spoiler", empty_value="")
    def surprise(self, credit: Credit) -> str:
        return str(_("surprise")) if credit.is_spoiler else ""

    @admin.display(description=_("credit"))
    def appearance(self, credit: Credit) -> str:
        return str(credit)
