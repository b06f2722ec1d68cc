from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cast.credits_screen import credits_screen
from cast.models import Character, Credit, Person
from films.models import Film
from images.admin import LiveFactsAdmin, thumbnail_of
from images.slug_form import SlugForm


@admin.register(Person)
class PersonAdmin(LiveFactsAdmin):
    list_display = [thumbnail_of("portrait"), "name", "sort_name"]
    list_display_links = ["name"]
    list_select_related = ["portrait"]
    search_fields = ["name", "sort_name", "slugs__slug", "imdb_id"]
    form = SlugForm
    autocomplete_fields = ["portrait"]


class CharacterForm(SlugForm):
    """Only the characters of one franchise need different slugs."""

    def others(self) -> QuerySet[Character]:
        franchise = self.cleaned_data.get("franchise")
        return (
            super().others().filter(franchise=franchise) if franchise else Character.objects.none()
        )


@admin.register(Character)
class CharacterAdmin(LiveFactsAdmin):
    list_display = ["name", "franchise"]
    list_filter = ["franchise"]
    list_select_related = ["franchise"]
    search_fields = ["name", "slug", "franchise__name"]
    form = CharacterForm
    autocomplete_fields = ["franchise"]


@admin.register(Credit)
class CreditAdmin(LiveFactsAdmin):
    list_display = ["appearance", "film", "department", "billing", "billing_order", "surprise"]
    list_filter = ["is_spoiler", "billing", "department"]
    search_fields = ["film__title", "person__name", "characters__name", "credited_as", "job"]
    autocomplete_fields = ["film", "person", "characters"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        credits = super().get_queryset(request)
        return credits.select_related("film", "person").prefetch_related("characters")

    def get_urls(self) -> list[Any]:
        of_film = path(
            "film/<int:film_id>/", self.admin_site.admin_view(self.of_film), name="cast_credit_film"
        )
        return [of_film, *super().get_urls()]

    def of_film(self, request: HttpRequest, film_id: int) -> HttpResponseBase:
        """The credits of one film, a page at a time."""
        film = Film.objects.filter(pk=film_id).first()
        if film is None:
            pk = str(film_id)
            return self._get_obj_does_not_exist_redirect(request, Film._meta, pk)  # type: ignore[attr-defined]
        return credits_screen(self, request, film)

    @admin.display(description=_("surprise appearance"), ordering="is_spoiler", empty_value="")
    def surprise(self, credit: Credit) -> str:
        return str(_("surprise")) if credit.is_spoiler else ""

    @admin.display(description=_("credit"))
    def appearance(self, credit: Credit) -> str:
        return str(credit)
