from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cast.models import Character, Credit, Person
from images.admin import PublicWhenSaved


@admin.register(Person)
class PersonAdmin(PublicWhenSaved):
    list_display = ["name", "sort_name", "slug"]
    search_fields = ["name", "sort_name", "imdb_id"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["portrait"]


@admin.register(Character)
class CharacterAdmin(PublicWhenSaved):
    list_display = ["name", "franchise", "slug"]
    list_filter = ["franchise"]
    list_select_related = ["franchise"]
    search_fields = ["name", "franchise__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["franchise"]


@admin.register(Credit)
class CreditAdmin(PublicWhenSaved):
    list_display = ["appearance", "film", "department", "billing", "billing_order", "is_spoiler"]
    list_filter = ["is_spoiler", "billing", "department"]
    search_fields = ["film__title", "person__name", "characters__name", "credited_as", "job"]
    autocomplete_fields = ["film", "person", "characters"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        credits = super().get_queryset(request)
        return credits.select_related("film", "person").prefetch_related("characters")

    @admin.display(description=_("credit"))
    def appearance(self, credit: Credit) -> str:
        return str(credit)
